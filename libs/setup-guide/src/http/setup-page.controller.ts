import { join } from 'node:path';
import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { PageFolder } from '#web';
import { PAGE_HEADERS, pageHtml } from './render/page-html.js';

/** The same path in the sources and in the build. */
const FILES = new PageFolder(join(import.meta.dirname, '../../page'));

/**
 * The page that asks for an admin key and shows guides with it. It contains no data of tenants, so everyone may load
 * it.
 */
@ApiExcludeController()
@Controller('setup')
export class SetupPageController {
  @Get(['', ':slug'])
  page(@Res({ passthrough: true }) reply: FastifyReply): string {
    void reply.headers(PAGE_HEADERS);
    return pageHtml('Setup guide', '');
  }

  @Get('files/:name')
  file(@Param('name') name: string, @Res({ passthrough: true }) reply: FastifyReply): string {
    return FILES.file(name, reply);
  }
}
