import { Controller, Get, Head, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ServeFile, type ServedFile } from '../application/serve-file.js';
import { headersOf } from './file-headers.js';

const PATHS = [':token', ':token/:name'];

/** Links of ours to files. Whoever holds one may read: customers' browsers, bots, Engage. */
@ApiExcludeController()
@Controller('files')
export class FilesController {
  constructor(private readonly files: ServeFile) {}

  @Head(PATHS)
  async describe(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const served = await this.served(token, reply);
    served?.file.stream.destroy();
    if (served) void reply.headers(headersOf(served)).send();
  }

  @Get(PATHS)
  async read(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const served = await this.served(token, reply);
    if (served) void reply.headers(headersOf(served)).send(served.file.stream);
  }

  /** @returns undefined when the caller has hung up meanwhile: nobody waits for an answer, and nothing failed */
  private async served(token: string, reply: FastifyReply): Promise<ServedFile | undefined> {
    const caller = leaving(reply);
    try {
      return await this.files.run(token, caller);
    } catch (error) {
      if (caller.aborted) return undefined;
      throw error;
    }
  }
}

/** Aborted when the caller hangs up, or has got everything. */
function leaving(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => controller.abort());
  return controller.signal;
}
