import { Controller, Get, Head, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ServeFile } from '../application/serve-file.js';
import { headersOf } from './file-headers.js';

const PATHS = [':token', ':token/:name'];

/** Links of ours to files. Whoever holds one may read: customers' browsers, bots, Engage. */
@ApiExcludeController()
@Controller('files')
export class FilesController {
  constructor(private readonly files: ServeFile) {}

  @Head(PATHS)
  async describe(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const served = await this.files.run(token, leaving(reply));
    served.file.stream.destroy();
    void reply.headers(headersOf(served)).send();
  }

  @Get(PATHS)
  async read(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const served = await this.files.run(token, leaving(reply));
    void reply.headers(headersOf(served)).send(served.file.stream);
  }
}

/** Aborted when the caller hangs up, or has got everything. */
function leaving(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => controller.abort());
  return controller.signal;
}
