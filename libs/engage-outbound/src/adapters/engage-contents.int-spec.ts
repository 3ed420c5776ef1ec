import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { FileRefused } from '#files';
import { NoOpenIntervention, type ReplyToCustomer, ReplyNotPermitted } from '#handover';
import { type ConversationId, type EngageThreadId, type JsonObject, newId } from '#kernel';
import type { RichContent } from '#rich-content';
import type { Tenant } from '#tenant-config';
import { StubServer } from '#testing';
import { FilesAtHand } from '../testing/files-at-hand.js';
import { fixture, tenantOn } from '../testing/fixtures.js';
import { outboundParts } from '../testing/parts.js';

interface RestCase {
  name: string;
  request: { json?: JsonObject };
  response: { status: number; body: JsonObject };
}

const cases = new Map(fixture<RestCase[]>('rest').map((recorded) => [recorded.name, recorded]));
const NO_INTERVENTION = cases.get('contents create-no-open-intervention')!.response;
const { signal } = new AbortController();
const IMAGES = ['https://cdn.example/s.png', 'https://cdn.example/l.png'] as const;
const MENU: RichContent = {
  type: 'select',
  items: [{ title: 'January', payload: 'inv-2026-01' }, { title: 'February' }],
};
const CARDS: RichContent = {
  type: 'carousel',
  items: [
    { title: 'S', imageUrl: IMAGES[0] },
    { title: 'L', imageUrl: IMAGES[1] },
  ],
};

let server: StubServer;
let tenant: Tenant;
beforeAll(async () => {
  server = await StubServer.start();
  tenant = tenantOn(server.url);
});
beforeEach(() => server.reset());
afterAll(() => server.stop());

function aReply(changes: Partial<ReplyToCustomer> = {}): ReplyToCustomer {
  return {
    conversationId: newId<ConversationId>(),
    threadId: '64b1f0a2c9e77d0008a1b050' as EngageThreadId,
    inReplyTo: '64b1f0a2c9e77d0008a1b064',
    private: false,
    text: 'Which invoice do you mean?',
    attachments: [],
    ...changes,
  };
}

const calls = () => server.requests.map(({ method, path }) => `${method} ${path}`);
const bodies = () =>
  server.requests
    .filter(({ method, path }) => method === 'POST' && path === '/1.0/contents')
    .map((request) =>
      request.headers['content-type'] === 'application/json'
        ? request.json<JsonObject>()
        : Object.fromEntries(new URLSearchParams(request.text)),
    );
const reply = (changes: Partial<ReplyToCustomer>, files = new FilesAtHand()) =>
  outboundParts({ files }).contactCentre.replyToCustomer(tenant, aReply(changes), signal);
let written = 0;
const accepted = () => ({ body: { id: `content-${(written += 1)}` } });

describe('the contents of a thread', () => {
  const THREAD = '64b1f0a2c9e77d0008a1b050' as EngageThreadId;
  const at = (second: number): string => `2026-01-15T10:00:${String(second).padStart(2, '0')}Z`;
  const since = (second: number) =>
    outboundParts({ files: new FilesAtHand() }).contactCentre.contentsSince(
      tenant,
      THREAD,
      new Date(at(second)),
      signal,
    );
  const pageOf = (count: number, ...records: readonly (readonly [id: string, second: number])[]) => ({
    body: { count, offset: 0, limit: 150, records: records.map(([id, second]) => ({ id, created_at: at(second) })) },
  });

  it('are read page by page up to a time, each once even if new ones move the pages', async () => {
    server.replyOnce(pageOf(400, ['5', 50], ['4', 40])).reply(pageOf(401, ['4', 40], ['3', 30], ['2', 20], ['1', 10]));
    expect((await since(20)).map(({ id }) => id)).toEqual(['2', '3', '4', '5']);
    expect(server.requests.map(({ query }) => [query.get('q'), query.get('offset'), query.get('limit')])).toEqual([
      [`thread:${THREAD} order:created_at.desc`, null, '150'],
      [`thread:${THREAD} order:created_at.desc`, '2', '150'],
    ]);
  });

  it('are not read without end, and the log says that some are left', async () => {
    const warn = vi.spyOn(Logger.prototype, 'warn').mockReturnValue();
    server.reply(() => pageOf(9_999, [`${server.requests.length}`, 50]));
    expect(await since(20)).toHaveLength(20);
    expect(warn).toHaveBeenCalledWith(
      expect.objectContaining({ tenantId: tenant.id, path: '/contents', count: 20 }),
      expect.stringContaining('not read'),
    );
    warn.mockRestore();
  });

  it('are read on after a page that fails, but not without end, and not after a refusal', async () => {
    const { contactCentre, pauses } = outboundParts();
    const read = async (): Promise<JsonObject[]> =>
      contactCentre.contentsSince(tenant, THREAD, new Date(at(20)), signal);
    server.replyOnce(pageOf(400, ['5', 50]), { status: 500 }, { status: 503 }).reply(pageOf(400, ['3', 30], ['1', 10]));
    expect((await read()).map(({ id }) => id)).toEqual(['3', '5']);
    expect(server.requests.map(({ query }) => query.get('offset'))).toEqual([null, '1', '1', '1']);
    expect(pauses.waited).toEqual([2_000, 2_000]);
    server.reset();
    server.replyOnce(pageOf(400, ['5', 50])).reply({ status: 500 });
    await expect(read()).rejects.toMatchObject({ kind: 'unavailable' });
    expect(server.requests).toHaveLength(7);
    server.reset();
    server.replyOnce(pageOf(400, ['5', 50])).reply({ status: 403, body: {} });
    await expect(read()).rejects.toMatchObject({ kind: 'rejected' });
    expect(server.requests).toHaveLength(2);
    server.reset();
    server.reply({ status: 500 });
    await expect(read()).rejects.toMatchObject({ kind: 'unavailable' });
    expect(server.requests).toHaveLength(1);
  });

  it('end at the beginning of the thread', async () => {
    server.reply(pageOf(1, ['1', 10]));
    expect((await since(0)).map(({ id }) => id)).toEqual(['1']);
    expect(server.requests).toHaveLength(1);
  });
});

describe('a reply whose answer breaks off', () => {
  it('was written: its id is looked up before a retry', async () => {
    server.reply({ headers: { 'content-length': '100' }, body: '{"id"', then: 'cut' });
    await expect(reply({})).rejects.toMatchObject({ code: 'engage.unavailable', kind: 'unavailable' });
    expect(bodies()).toHaveLength(1);
  });
});

describe('replies with something to choose', () => {
  it('are sent as JSON, as recorded', async () => {
    const { request, response } = cases.get('contents create-reply-structured-json')!;
    server.reply(response);
    expect(await reply({ content: MENU, capabilities: ['select'] })).toBe('64b1f0a2c9e77d0008a1b063');
    const [january, february] = (request.json!['structured_content'] as { items: JsonObject[] }).items;
    const items = [january, { ...february, payload: 'choice:2' }];
    expect(bodies()).toEqual([{ ...request.json, private: false, structured_content: { type: 'select', items } }]);
  });

  it('are sent as text where the channel shows no choices', async () => {
    server.reply(accepted);
    await reply({ content: MENU, capabilities: ['rich_link'] });
    expect(bodies()).toMatchObject([{ body: 'Which invoice do you mean?\n1. January\n2. February' }]);
  });

  it('are sent as text at once where Engage refuses the structure', async () => {
    server.replyOnce({ status: 422, body: { message: 'Structured content is invalid' } }).reply(accepted);
    await reply({ content: MENU });
    expect(bodies()).toMatchObject([
      { structured_content: { type: 'select' } },
      { body: 'Which invoice do you mean?\n1. January\n2. February' },
    ]);
  });

  it('need an intervention if the text is also refused', async () => {
    server.reply(NO_INTERVENTION);
    await expect(reply({ content: MENU })).rejects.toBeInstanceOf(NoOpenIntervention);
    server.reset();
    server.reply({ status: 403 });
    await expect(reply({ content: MENU })).rejects.toBeInstanceOf(ReplyNotPermitted);
    expect(server.requests).toHaveLength(1);
  });
});

describe('replies with cards', () => {
  const image = { bytes: Buffer.alloc(100, 1) };
  const files = () => new FilesAtHand({ [IMAGES[0]]: image, [IMAGES[1]]: image });

  it('send the text first and upload the images', async () => {
    server
      .route('POST', '/1.0/attachments', accepted)
      .reply(accepted)
      .replyOnce({ body: { records: [] } });
    await reply({ text: 'Our plans:', content: CARDS }, files());
    expect(calls()).toEqual([
      'GET /1.0/contents',
      'POST /1.0/contents',
      'POST /1.0/attachments',
      'POST /1.0/attachments',
      'POST /1.0/contents',
    ]);
    const id = expect.stringMatching(/^content-\d+$/) as string;
    expect(bodies()).toMatchObject([
      { body: 'Our plans:' },
      {
        body: 'S',
        structured_content: {
          type: 'carousel',
          items: [
            { title: 'S', attachment_id: id },
            { title: 'L', attachment_id: id },
          ],
        },
      },
    ]);
    expect(JSON.stringify(bodies())).not.toContain('attachment_url');
  });

  it.each([
    ['cannot be loaded', { [IMAGES[0]]: image }],
    ['is not an image that Engage shows', { [IMAGES[0]]: image, [IMAGES[1]]: { ...image, mediaType: 'image/webp' } }],
    ['is too large', { [IMAGES[0]]: image, [IMAGES[1]]: { bytes: Buffer.alloc(5 * 1024 * 1024) } }],
  ])('have no images if one of them %s', async (_, given) => {
    server.reply(accepted);
    await reply({ text: '', content: CARDS }, new FilesAtHand(given));
    expect(bodies()).toMatchObject([{ structured_content: { items: [{ title: 'S' }, { title: 'L' }] } }]);
    expect(JSON.stringify(bodies())).not.toContain('attachment_');
  });

  it('do not repeat the text when only the cards failed before', async () => {
    const { contactCentre } = outboundParts({ files: files() });
    const again = aReply({ text: 'Our plans:', content: CARDS });
    const words = { id: 'w', created_from: 'api', in_reply_to_id: again.inReplyTo, body: 'Our plans: ' };
    server.replyOnce({ body: { records: [words] } }).reply(accepted);
    await contactCentre.replyToCustomer(tenant, again, signal);
    expect(bodies()).toMatchObject([{ structured_content: { type: 'carousel' } }]);
  });

  it('repeat a text that an earlier message contained', async () => {
    const { contactCentre } = outboundParts({ files: files() });
    const reply = aReply({ text: 'Our plans:', content: CARDS, after: 'w' });
    const words = { id: 'w', created_from: 'api', in_reply_to_id: reply.inReplyTo, body: 'Our plans:' };
    server.replyOnce({ body: { records: [words] } }).reply(accepted);
    await contactCentre.replyToCustomer(tenant, reply, signal);
    expect(bodies()).toHaveLength(2);
  });
});

describe('replies with files', () => {
  const isDrained = (stream?: Readable) => stream?.readableDidRead === true && stream.readableLength === 0;
  const file = (name: string) => ({ url: `https://bot.example/${name}`, filename: name });
  const hand = (bytes: number, more: object = {}) =>
    new FilesAtHand({ [file('a.png').url]: { bytes: Buffer.alloc(bytes, 7), ...more } });

  it('upload each file by multipart first, with unchanged bytes', async () => {
    server.replyOnce(cases.get('attachments upload')!.response).reply(accepted);
    await reply({ attachments: [file('a.png')] }, hand(3_000_000));
    const [{ headers, body }] = server.requests as [(typeof server.requests)[number]];
    expect(headers['content-type']).toMatch(/^multipart\/form-data; ?boundary=/);
    expect(body.toString('latin1')).toContain('name="file"; filename="a.png"\r\nContent-Type: image/png\r\n');
    expect(body.indexOf(Buffer.alloc(3_000_000, 7))).toBeGreaterThan(0);
    expect(bodies()).toMatchObject([
      { body: 'Which invoice do you mean?', 'attachment_ids[]': '64b1f0a2c9e77d0008a1b0c0' },
    ]);
  });

  it('also upload a file of unknown size', async () => {
    server.reply(accepted);
    await reply({ attachments: [file('a.png')] }, hand(200_000, { unsized: true }));
    expect(server.requests[0]?.body.indexOf(Buffer.alloc(200_000, 7))).toBeGreaterThan(0);
  });

  it('have the file names as body if they have no text', async () => {
    server.reply(accepted);
    await reply({ text: '', attachments: [file('a.png'), file('gone.pdf')] }, hand(5));
    expect(bodies()[0]?.['body']).toBe(
      'a.png, gone.pdf\n[File not passed on: gone.pdf – The file is gone] https://bot.example/gone.pdf',
    );
  });

  it.each([
    ['Engage does not accept', {}, { status: 422, body: { message: 'File is invalid' } }, 'Engage does not take it'],
    ['breaks off', { breaks: new Error('ECONNRESET') }, {}, 'could not be read completely'],
    ['is refused half way', { breaks: new FileRefused('too-large', 'It is too large.') }, {}, 'It is too large'],
  ])('report a file as missing that %s', async (_, more, answer, reason) => {
    server.route('POST', '/1.0/attachments', answer).reply(accepted);
    await reply({ attachments: [file('a.png')] }, hand(200_000, more));
    expect(bodies()[0]?.['body']).toContain(`[File not passed on: a.png – `);
    expect(bodies()[0]?.['body']).toContain(reason);
  });

  it('report a slow host of a file, not a failure of Engage', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      server.reply(accepted);
      const slow = hand(200_000, { hangs: true });
      const replying = reply({ attachments: [file('a.png')] }, slow);
      for (let tries = 0; tries < 2; tries += 1) {
        while (!isDrained(slow.streams[tries])) await nextTurn();
        await vi.advanceTimersByTimeAsync(7_000);
      }
      await replying;
      expect(bodies()[0]?.['body']).toContain('a.png – The host of the file is too slow]');
    } finally {
      vi.useRealTimers();
    }
  });

  it('wait while Engage is not available', async () => {
    server.reply({ status: 503 });
    await expect(reply({ attachments: [file('a.png')] }, hand(5))).rejects.toMatchObject({
      code: 'delivery.destination-outage',
    });
  });
});

describe('finding replies again', () => {
  const found = (changes: Partial<ReplyToCustomer>, body: string) => {
    const wanted = aReply(changes);
    const record = { id: 'c', created_from: 'api', in_reply_to_id: wanted.inReplyTo, body };
    server.reply({ body: { records: [record] } });
    return outboundParts().contactCentre.findReplies(tenant, wanted, signal);
  };
  const gone = [{ url: 'https://bot.example/gone.pdf' }];

  it.each<[string, Partial<ReplyToCustomer>, string]>([
    ['words', { text: 'Hi  there' }, 'Hi there '],
    ['a menu', { content: MENU }, 'Which invoice do you mean?'],
    ['a menu in text', { content: MENU }, 'Which invoice do you mean?\n1. January\n2. February'],
    ['cards', { content: CARDS }, 'S'],
    ['cards in text', { content: CARDS }, '• S\n• L'],
    ['files that were sent with it', { text: '', attachments: gone }, 'gone.pdf'],
    [
      'files that were not sent',
      { attachments: gone },
      'Which invoice do you mean?\n[File not passed on: gone.pdf – away] x',
    ],
  ])('knows %s', async (_, changes, body) => {
    expect(await found(changes, body)).toEqual(['c']);
  });

  it('does not find replies with another content', async () => {
    expect(await found({ content: CARDS }, 'Which invoice do you mean?')).toEqual([]);
  });
});
