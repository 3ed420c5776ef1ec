import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { notFound } from '../domain/engage.errors.js';
import { EngageState } from '../domain/engage-state.js';

/** Downloads: public files for everybody, private ones with a token in the URL. */
@Controller('attachments')
export class DownloadsController {
  constructor(private readonly state: EngageState) {}

  @Get(':id')
  async download(
    @Param('id') id: string,
    @Req() request: FastifyRequest<{ Querystring: { access_token?: string } }>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const record = this.state.attachments.require(id);
    const bytes = this.state.files.get(id);
    const known = this.state.tokens.find(({ value }) => value === request.query.access_token);
    if (!bytes || (record['public?'] !== true && !known)) throw notFound();
    const name = encodeURIComponent(String(record['filename']));
    await reply
      .header('content-disposition', `attachment; filename*=UTF-8''${name}`)
      .type(String(record['content_type']))
      .send(bytes);
  }
}
