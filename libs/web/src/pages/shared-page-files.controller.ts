import { join } from 'node:path';
import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { PageFolder } from './page-folder.js';

/** The same path in the sources and in the build. */
const FILES = new PageFolder(join(import.meta.dirname, '../../page'));

/**
 * Files that all pages share. They import them by their path in the sources, `../../web/page/…`, which browsers resolve
 * to this address.
 */
@ApiExcludeController()
@Controller('web/page')
export class SharedPageFilesController {
  @Get(':name')
  file(@Param('name') name: string, @Res({ passthrough: true }) reply: FastifyReply): string {
    return FILES.file(name, reply);
  }
}
