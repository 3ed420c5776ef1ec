import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { PAGE_HEADERS } from '#web';
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
}
