import { join } from 'node:path';
import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { PAGE_HEADERS, PageFolder } from '#web';
import { CONSOLE_HTML } from './shell-html.js';

/** The same path in the sources and in the build. */
const FILES = new PageFolder(join(import.meta.dirname, '../../page'));

/**
 * The console's page and files. They contain no data of tenants, so everyone may load them; the page asks for an admin
 * key.
 */
@ApiExcludeController()
@Controller('console')
export class ConsolePageController {
  @Get(['', 'conversations', 'conversations/:id', 'deliveries'])
  page(@Res({ passthrough: true }) reply: FastifyReply): string {
    void reply.headers(PAGE_HEADERS);
    return CONSOLE_HTML;
  }

  @Get('files/:name')
  file(@Param('name') name: string, @Res({ passthrough: true }) reply: FastifyReply): string {
    return FILES.file(name, reply);
  }
}
