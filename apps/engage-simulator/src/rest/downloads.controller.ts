import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { notFound } from '../domain/engage.errors.js';
import { EngageState } from '../domain/state/engage-state.js';
import type { PlainRecord } from '../domain/state/model.js';
import { StoredFiles } from '../domain/files/stored-files.js';

/** Downloads: public files for everyone, private ones (by a switch: all) with a token in the URL. */
@Controller('attachments')
export class DownloadsController {
  constructor(
    private readonly state: EngageState,
    private readonly files: StoredFiles,
  ) {}

  @Get(':id')
  async download(
    @Param('id') id: string,
    @Req() request: FastifyRequest<{ Querystring: { access_token?: string } }>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const record = this.state.attachments.require(id);
    const bytes = this.files.read(id);
    const known = this.state.tokens.find(({ value }) => value === request.query.access_token);
    if (!bytes || (!this.isOpen(record) && !known)) throw notFound();
    const name = encodeURIComponent(String(record['filename']));
    await reply
      .header('content-disposition', `attachment; filename*=UTF-8''${name}`)
      .header('content-length', Number(record['size']))
      .type(String(record['content_type']))
      .send(bytes);
  }

  /**
   * Whether a file needs no token: a public one, unless the switch requires it; pictures of structured contents never
   * do.
   */
  private isOpen(record: PlainRecord): boolean {
    if (record['embed'] === true) return true;
    return record['public?'] === true && !this.state.switches.attachments.requireToken;
  }
}
