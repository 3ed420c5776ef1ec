import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { PAGE_HEADERS } from '#web';
import { ICON_SVG } from './icon-svg.js';
import { HOME_HTML } from './shell-html.js';

/** The first page: where to go from here. */
@ApiExcludeController()
@Controller()
export class HomePageController {
  @Get()
  page(@Res({ passthrough: true }) reply: FastifyReply): string {
    void reply.headers(PAGE_HEADERS);
    return HOME_HTML;
  }

  /** Browsers request it on every page, e.g. on `/docs-json`. */
  @Get('favicon.ico')
  @Header('content-type', 'image/svg+xml')
  @Header('cache-control', 'public, max-age=86400')
  icon(): string {
    return ICON_SVG;
  }
}
