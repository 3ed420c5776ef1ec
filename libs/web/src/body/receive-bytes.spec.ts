import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BodyBudget } from './body-budget.js';
import { TooManyBytes } from './body.errors.js';
import { receiveBytes } from './receive-bytes.js';
import { LEAST_BYTES, STALL_MS } from './upload-watch.js';

const budget = new BodyBudget({ bodyBytes: 1_000_000, bodyBytesPerAddress: 1_000_000, bodyBytesPerTenant: 1_000_000 });
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('receiving a body', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
  afterEach(() => void vi.useRealTimers());

  it('gives all its bytes', async () => {
    const source = new PassThrough();
    const received = receiveBytes(source, 100, budget.share('a'));
    source.write('one ');
    source.end('two');
    expect((await received).toString()).toBe('one two');
  });

  it('ends at the limit, and leaves the rest unread', async () => {
    const source = new PassThrough();
    const received = receiveBytes(source, 5, budget.share('a'));
    source.write('123456');
    await expect(received).rejects.toMatchObject({ kind: 'too-large', message: expect.stringContaining('5 bytes') });
    expect(source.isPaused()).toBe(true);
    expect(source.listenerCount('data')).toBe(0);
  });

  it('ends when nothing, or only a trickle, arrives for a while', async () => {
    const source = new PassThrough();
    const received = receiveBytes(source, 100_000, budget.share('a')).catch((error: unknown) => error);
    source.write(Buffer.alloc(LEAST_BYTES));
    await turn();
    vi.advanceTimersByTime(STALL_MS);
    await turn();
    source.write(Buffer.alloc(LEAST_BYTES - 1));
    await turn();
    vi.advanceTimersByTime(STALL_MS);
    expect(await received).toMatchObject({ kind: 'timed-out', message: expect.stringContaining('4096 bytes') });
  });

  it('ends when the caller has hung up, before or during it', async () => {
    const source = new PassThrough();
    const received = receiveBytes(source, 100, budget.share('a'));
    source.write('1');
    source.destroy();
    await expect(received).rejects.toMatchObject({ code: 'request.aborted' });
    await expect(receiveBytes(source, 100, budget.share('a'))).rejects.toMatchObject({ code: 'request.aborted' });
  });

  it('ends when the memory is needed for others', async () => {
    const source = new PassThrough();
    const share = budget.share('a');
    const received = receiveBytes(source, 100, share);
    share.cutOff?.(new TooManyBytes());
    await expect(received).rejects.toMatchObject({ kind: 'unavailable', retryAfterMs: 5_000 });
  });
});
