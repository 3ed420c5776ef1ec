import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EngageMessage } from '#handover';
import { type ForeignId, type JsonObject, newId } from '#kernel';
import type { RichContent } from '#rich-content';
import type { Tenant } from '#tenant-config';
import { StubServer } from '#testing';
import { aMessageToEngage, anEngageAuthor } from '../../../handover/src/testing/contact-centre.contract.js';
import { FilesAtHand } from '../testing/files-at-hand.js';
import { fixture, tenantOn } from '../testing/fixtures.js';
import { outboundParts } from '../testing/parts.js';

const refusals = fixture<{ name: string; status: number; rawBody: string }[]>('send-api-refusals');
const { signal } = new AbortController();
const CARDS: RichContent = { type: 'carousel', items: [{ title: 'Plan S' }, { title: 'Plan L' }] };

let server: StubServer;
let tenant: Tenant;
beforeAll(async () => {
  server = await StubServer.start();
  tenant = tenantOn(server.url);
});
beforeEach(() => server.reset());
afterAll(() => server.stop());

function offer(changes: Partial<EngageMessage> = {}): EngageMessage {
  const author = anEngageAuthor({ puppetizable: true });
  return aMessageToEngage({ author, text: 'Our plans:', content: CARDS, ...changes });
}

const sent = () => server.requests.map((request) => request.json<{ params: JsonObject }>().params);
const send = (message: EngageMessage) => outboundParts().contactCentre.sendMessage(tenant, message, signal);

describe('EngageMessages', () => {
  it.each(refusals.filter(({ name, status }) => status === 422 && /^structured|missing-required/.test(name)))(
    'sends as text what Engage refuses with "$rawBody"',
    async ({ status, rawBody }) => {
      server.replyOnce({ body: 'ok' }, { status, body: rawBody }).reply({ body: 'ok' });
      const message = offer();
      await send(message);
      expect(sent()).toMatchObject([
        { id: message.foreignId, body: 'Our plans:' },
        { id: `${message.foreignId}-2`, structured_content: { type: 'carousel' } },
        { id: `${message.foreignId}-2`, body: '• Plan S\n• Plan L' },
      ]);
      expect(sent()[2]).not.toHaveProperty('structured_content');
    },
  );

  it('also sends as text after a refusal with an unknown message', async () => {
    server.replyOnce({ status: 422, body: 'structured_content: title (Plan S) is odd' }).reply({ body: 'ok' });
    await send(offer({ text: '' }));
    expect(sent()).toHaveLength(2);
  });

  it.each<[number, string]>([
    [422, 'Source not found'],
    [422, 'Invalid signature'],
    [422, 'Invalid action'],
    [404, 'Not found'],
    [301, ''],
  ])('does not retry after %i "%s", and reports that a setting is wrong', async (status, text) => {
    server.reply({ status, body: text });
    await expect(send(offer({ text: '' }))).rejects.toMatchObject({ code: 'engage.misconfigured', status });
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    [503, 'delivery.destination-outage'],
    [500, 'engage.unavailable'],
    [400, 'engage.refused'],
  ])('leaves HTTP %i to the caller, which retries or parks the message', async (status, code) => {
    server.reply({ status });
    await expect(send(offer({ text: '' }))).rejects.toMatchObject({ code });
    expect(server.requests).toHaveLength(1);
  });

  it('sends nothing structured as a customer', async () => {
    server.reply({ body: 'ok' });
    await send(offer({ author: anEngageAuthor() }));
    expect(sent()).toMatchObject([{ body: 'Our plans:\n• Plan S\n• Plan L' }]);
    expect(sent()[0]).not.toHaveProperty('structured_content');
  });

  it('sends the payload of a choice without text as text', async () => {
    server.reply({ body: 'ok' });
    await send(aMessageToEngage({ text: '', reply: { payload: { order: 7 } } }));
    expect(sent()).toMatchObject([{ body: '{"order":7}', structured_reply: { payload: '{"order":7}' } }]);
  });

  it('sends an answer without the reference to its question where Engage does not know the question', async () => {
    server.replyOnce({ status: 422, body: 'Invalid resource format' }).reply({ body: 'ok' });
    const reply = { payload: 'r', inReplyTo: newId<ForeignId>() };
    const message = aMessageToEngage({ text: 'Red', reply, contextData: { page: 'cart' } });
    await send(message);
    expect(sent()).toMatchObject([
      { id: message.foreignId, in_reply_to_id: reply.inReplyTo, structured_reply: { payload: 'r' } },
      { id: message.foreignId, body: 'Red', context_data: { page: 'cart' } },
    ]);
    expect(sent()[1]).not.toHaveProperty('in_reply_to_id');
    expect(sent()[1]).not.toHaveProperty('structured_reply');
  });

  it('has no simpler form than plain text', async () => {
    server.reply({ status: 422, body: 'Invalid resource format' });
    await expect(send(aMessageToEngage())).rejects.toMatchObject({ status: 422 });
    expect(server.requests).toHaveLength(1);
  });

  it('sends the name of a file that Engage must fetch, if there is no other text: the fetch may fail', async () => {
    server.reply({ body: 'ok' });
    const [url, filename] = ['https://bot.example/film.mp4', 'film.mp4'];
    const files = new FilesAtHand({ [url]: { bytes: Buffer.alloc(2_000_000), mediaType: 'video/mp4', kind: 'video' } });
    const message = aMessageToEngage({ text: '', attachments: [{ url, filename }] });
    await outboundParts({ files }).contactCentre.sendMessage(tenant, message, signal);
    expect(sent()).toMatchObject([{ body: filename, attachments: [{ type: 'video' }] }]);
  });

  it('lists refused files below the text', async () => {
    server.reply({ body: 'ok' });
    await send(aMessageToEngage({ text: 'See:', attachments: [{ url: 'https://bot.example/gone.pdf' }] }));
    expect(sent()).toMatchObject([
      { body: 'See:\n[File not passed on: gone.pdf – The file is gone] https://bot.example/gone.pdf' },
    ]);
    expect(sent()[0]).not.toHaveProperty('attachments');
  });
});
