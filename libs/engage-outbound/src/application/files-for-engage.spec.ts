import { describe, expect, it, vi } from 'vitest';
import { FileRefused } from '#files';
import type { Attachment } from '#handover';
import { aMessageToEngage } from '../../../handover/src/testing/contact-centre.contract.js';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import { FilesAtHand } from '../testing/files-at-hand.js';
import { FilesForEngage } from './files-for-engage.js';

const MEGABYTE = 1024 * 1024;
const { signal } = new AbortController();
const tenant = aTenant();
const at = (name: string): Attachment => ({ url: `https://bot.example/${name}`, filename: name });

async function pass(files: FilesAtHand, ...names: string[]) {
  const message = aMessageToEngage({ attachments: names.map(at) });
  const outcome = await new FilesForEngage(files).forSendApi(tenant, message, signal);
  const owner = { tenantId: tenant.id, conversationId: message.conversationId };
  const link = (name: string): Promise<string> => files.link(tenant, owner, at(name));
  return { ...outcome, link };
}

function files(...given: [name: string, bytes: number, more?: object][]): FilesAtHand {
  return new FilesAtHand(
    Object.fromEntries(given.map(([name, bytes, more]) => [at(name).url, { bytes: Buffer.alloc(bytes, 7), ...more }])),
  );
}

describe('FilesForEngage by the Send API', () => {
  it('sends small files inline', async () => {
    const { passed, lines } = await pass(files(['a.png', 3]), 'a.png');
    expect(passed).toEqual([{ content: 'BwcH', filename: 'a.png' }]);
    expect(lines).toEqual([]);
  });

  it.each([
    ['says so', {}],
    ['does not say so', { unsized: true }],
  ])('sends a link to a large one whose host %s, and reads no further', async (_, more) => {
    const hand = files(['big.png', 3 * MEGABYTE, more]);
    const { passed, link } = await pass(hand, 'big.png');
    expect(passed).toEqual([{ url: await link('big.png') }]);
    expect(hand.streams[0]?.destroyed).toBe(true);
  });

  it('has one budget for all files of a message', async () => {
    const half = MEGABYTE / 2;
    const { passed } = await pass(files(['a', half], ['b', half + 1], ['c', half]), 'a', 'b', 'c');
    expect(passed.map((file) => Object.keys(file)[0])).toEqual(['content', 'url', 'content']);
  });

  it('detects whether an .mp4 is audio or video', async () => {
    const hand = files(['v.mp4', 9, { kind: 'audio' }], ['w.mp4', 2 * MEGABYTE, { kind: 'video' }], ['x.mp4', 9]);
    const { passed } = await pass(hand, 'v.mp4', 'w.mp4', 'x.mp4');
    expect(passed.map(({ type }) => type)).toEqual(['audio', 'video', undefined]);
  });

  it('reports which file is missing, why, and its address', async () => {
    const { passed, lines } = await pass(files(['a.png', 3]), 'gone.pdf', 'a.png');
    expect(passed).toHaveLength(1);
    expect(lines).toEqual(['[File not passed on: gone.pdf – The file is gone] https://bot.example/gone.pdf']);
  });

  it('asks a host that is not available a second time, but not a third time', async () => {
    const away = new FileRefused('unreachable', 'The host is away.');
    const hand = files(['a.png', 3], ['b.png', 3]);
    hand.failures.push(away);
    expect((await pass(hand, 'a.png')).passed).toHaveLength(1);
    hand.failures.push(away, away);
    const { passed, lines } = await pass(hand, 'b.png', 'a.png');
    expect(passed).toEqual([]);
    expect(lines).toEqual([expect.stringContaining('The host is away'), expect.stringContaining('a.png')]);
    expect(hand.opened).toHaveLength(4);
  });

  it('asks only once for a file that is refused permanently', async () => {
    const hand = files();
    await pass(hand, 'gone.pdf');
    expect(hand.opened).toHaveLength(1);
  });

  it('discards a file that is incomplete twice', async () => {
    const hand = files(['a.png', 200_000, { breaks: new Error('ECONNRESET') }]);
    const { passed, lines } = await pass(hand, 'a.png');
    expect(passed).toEqual([]);
    expect(lines[0]).toContain('could not be read completely');
    expect(hand.opened).toHaveLength(2);
  });

  it('sends a link to one that comes too slowly', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const passing = pass(files(['a.png', 200_000, { hangs: true }]), 'a.png');
      await vi.advanceTimersByTimeAsync(10_000);
      const { passed, link } = await passing;
      expect(passed).toEqual([{ url: await link('a.png') }]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('passes on errors that are not about the file', async () => {
    const hand = files(['a.png', 3]);
    hand.failures.push(new TypeError('a bug'));
    await expect(pass(hand, 'a.png')).rejects.toThrow('a bug');
  });

  it('stops when the caller has aborted', async () => {
    const hand = files(['a.png', 3]);
    hand.failures.push(new FileRefused('unreachable', 'aborted'));
    const reason = new Error('The lease is lost.');
    const message = aMessageToEngage({ attachments: [at('a.png')] });
    await expect(new FilesForEngage(hand).forSendApi(tenant, message, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
