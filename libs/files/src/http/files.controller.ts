import { Controller, Get, Head, Headers, HttpException, HttpStatus, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ServeFile, type ServedFile, type WantedPart } from '../application/serve-file.js';
import { readRange } from '../domain/byte-range.js';
import { headersOf } from './file-headers.js';

const PATHS = [':token', ':token/:name'];

/** Our links to files. Anyone who has one may read: customers' browsers, bots, Engage. */
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

  /** One range of bytes is served alone (206): otherwise, browsers on iPhones do not play videos. */
  @Get(PATHS)
  async read(
    @Param('token') token: string,
    @Headers('range') range: string | undefined,
    @Headers('if-range') ifRange: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const served = await this.served(token, reply, { wanted: readRange(range), ifRange });
    if (!served) return;
    const { size, portion, stream } = served.file;
    if (portion === 'unsatisfiable') {
      stream.destroy();
      void reply.header('content-range', `bytes */${size}`);
      throw new HttpException('', HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE);
    }
    void reply
      .code(portion ? 206 : 200)
      .headers(headersOf(served))
      .send(stream);
  }

  /** @returns undefined when the caller has disconnected: no one waits for an answer, and nothing failed */
  private async served(token: string, reply: FastifyReply, part?: WantedPart): Promise<ServedFile | undefined> {
    const caller = leaving(reply);
    try {
      return await this.files.run(token, caller, part);
    } catch (error) {
      if (caller.aborted) return undefined;
      throw error;
    }
  }
}

/** Aborted when the caller disconnects or has received everything. */
function leaving(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => controller.abort());
  return controller.signal;
}
