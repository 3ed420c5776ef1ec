import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { PAGE_HEADERS, pageHtml } from './render/page-html.js';

/** In the sources and in the build alike. */
const PUBLIC = join(import.meta.dirname, '../../public');
const SCRIPT = readFileSync(join(PUBLIC, 'guide.js'), 'utf8');
const STYLES = readFileSync(join(PUBLIC, 'guide.css'), 'utf8');

/** The page that asks for an admin key and shows guides with it. It holds no tenant's data, so everyone may load it. */
@ApiExcludeController()
@Controller('setup')
export class SetupPageController {
  @Get(['', ':slug'])
  page(@Res({ passthrough: true }) reply: FastifyReply): string {
    void reply.headers(PAGE_HEADERS);
    return pageHtml('Setup guide', '');
  }

  @Get('guide.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Header('cache-control', 'no-cache')
  script(): string {
    return SCRIPT;
  }

  @Get('guide.css')
  @Header('content-type', 'text/css; charset=utf-8')
  @Header('cache-control', 'no-cache')
  styles(): string {
    return STYLES;
  }
}
