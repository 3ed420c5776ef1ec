import { Controller, Get, HttpCode, Param, Post, Req, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { extensionOf } from '../domain/files/attachment-kinds.js';
import { Attachments } from '../domain/files/attachments.js';
import { unprocessable } from '../domain/engage.errors.js';
import { EngageState } from '../domain/state/engage-state.js';
import { AccessTokenGuard, Caller, type Call } from './caller.js';
import { page, type Page } from './pages.js';
import { presentPlain } from './presenters.js';
import { isYes } from './search-query.js';

@Controller('1.0/attachments')
@UseGuards(AccessTokenGuard)
export class AttachmentsController {
  constructor(
    private readonly state: EngageState,
    private readonly attachments: Attachments,
  ) {}

  @Get()
  list(@Caller() { params }: Call): Page {
    const extension = params.text('extension');
    const before = params.text('created_before');
    const after = params.text('created_after');
    const items = this.state.attachments
      .filter((item) => extension === undefined || extensionOf(String(item['filename'])) === extension)
      .filter(
        (item) =>
          (before === undefined || item.created_at < before) && (after === undefined || item.created_at > after),
      );
    return page(items.toReversed(), params, presentPlain);
  }

  @Get(':id')
  get(@Param('id') id: string): unknown {
    return presentPlain(this.state.attachments.require(id));
  }

  /** multipart with `file`; `private` keeps it from being public. */
  @Post()
  @HttpCode(200)
  async upload(@Req() request: FastifyRequest): Promise<unknown> {
    const form = await readForm(request);
    const file = form.get('file');
    if (!(file instanceof File) || file.size === 0) throw unprocessable("File can't be blank");
    const marked = form.get('private');
    const isPrivate = typeof marked === 'string' && isYes(marked);
    const given = { filename: file.name || 'file', bytes: file.stream(), isPublic: !isPrivate };
    return presentPlain(await this.attachments.store(given));
  }
}

async function readForm(request: FastifyRequest): Promise<FormData> {
  const contentType = request.headers['content-type'] ?? '';
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  } catch (error) {
    throw unprocessable(error instanceof Error ? "File can't be blank" : 'Body is invalid');
  }
}
