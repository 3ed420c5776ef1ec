import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { PAGE_HEADERS } from '#web';
import { NoSuchPageFile } from './no-such-page-file.error.js';
import { PAGE_FILES } from './page-files.js';
import { CONSOLE_HTML } from './shell-html.js';

/** The console's page and files. They hold no tenant's data, so everyone may load them; the page asks for an admin key. */
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
    const file = PAGE_FILES.get(name);
    if (!file) throw new NoSuchPageFile();
    void reply.headers({ 'content-type': file.type, 'cache-control': 'no-cache' });
    return file.text;
  }
}
