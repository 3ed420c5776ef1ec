import { Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Attachments } from '../domain/files/attachments.js';
import { badRequest, EngageRefusal, notFound } from '../domain/engage.errors.js';
import { EngageState } from '../domain/state/engage-state.js';
import { StoredFiles } from '../domain/files/stored-files.js';
import { presentPlain } from '../rest/presenters.js';

/** Types a browser may show in place: they run no scripts. */
const SHOWN = /^(image\/(png|jpeg|gif|webp|bmp)|audio\/|video\/)/;

/** Files for the desk and the phone page, which have no token. */
@Controller('_sim/files')
export class FilesController {
  constructor(
    private readonly state: EngageState,
    private readonly attachments: Attachments,
    private readonly files: StoredFiles,
  ) {}

  @Get(':id')
  async show(@Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    const record = this.state.attachments.require(id);
    const bytes = this.files.read(id);
    if (!bytes) throw notFound();
    const contentType = String(record['content_type']);
    const name = encodeURIComponent(String(record['filename']));
    const place = SHOWN.test(contentType) ? 'inline' : 'attachment';
    await reply
      .header('content-disposition', `${place}; filename*=UTF-8''${name}`)
      .header('content-length', Number(record['size']))
      .type(contentType)
      .send(bytes);
  }

  /**
   * The body is the file. Its content type must be a stream of bytes, so that no foreign web page can post a form here.
   */
  @Post()
  @HttpCode(200)
  async upload(@Query('filename') filename: string | undefined, @Req() request: FastifyRequest): Promise<unknown> {
    if (request.headers['content-type'] !== 'application/octet-stream')
      throw new EngageRefusal(415, 'unsupported_media_type', 'Send application/octet-stream');
    const bytes = request.body;
    if (!filename || !Buffer.isBuffer(bytes) || bytes.length === 0) throw badRequest('filename or file is missing');
    return presentPlain(await this.attachments.store({ filename, bytes, isPublic: true }));
  }
}
