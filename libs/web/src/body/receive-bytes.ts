import type { Readable } from 'node:stream';
import type { BodyShare } from './body-budget.js';
import { BodyTooLarge, UploadAborted, UploadStalled } from './body.errors.js';
import { ByteChunks } from './byte-chunks.js';
import { LEAST_BYTES, STALL_MS, UploadWatch } from './upload-watch.js';

/**
 * Reads a body to its end. Its memory grows with the bytes that arrive, not with the announced length.
 *
 * @throws BodyTooLarge, UploadStalled, UploadAborted, or the error with which the budget cuts it off; the rest of the
 * body stays unread
 */
export function receiveBytes(source: Readable, mostBytes: number, share: BodyShare): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (source.destroyed) return reject(new UploadAborted());
    const chunks = new ByteChunks();
    let length = 0;
    const fail = (reason: Error): void => {
      settle();
      source.pause();
      chunks.discard();
      share.release();
      reject(reason);
    };
    const watch = new UploadWatch(() => fail(new UploadStalled(LEAST_BYTES, STALL_MS / 1000)));
    const onData = (chunk: Buffer): void => {
      length += chunk.length;
      watch.progress(chunk.length);
      const taken = chunks.add(chunk);
      if (length > mostBytes) fail(new BodyTooLarge(mostBytes));
      else share.grow(taken);
    };
    const onEnd = (): void => {
      settle();
      resolve(chunks.join());
    };
    const onClose = (): void => fail(new UploadAborted());
    const settle = (): void => {
      watch.stop();
      share.cutOff = undefined;
      source.off('data', onData).off('end', onEnd).off('close', onClose);
    };
    share.cutOff = fail;
    source.on('data', onData).on('end', onEnd).on('close', onClose);
  });
}
