import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../testing/connector-stub.js';
import { CUSTOMER, Harness } from '../testing/harness.js';

let domain: Harness;
let files: Server;
let base = '';

beforeAll(async () => {
  files = createServer((request, response) => {
    if (request.url === '/photo') response.writeHead(200, { 'content-type': 'image/png' }).end('photo');
    else if (request.url === '/voice.mp4') response.end('voice');
    else if (request.url === '/big.png') response.end(Buffer.alloc(20_971_521));
    else if (request.url !== '/never.png') response.writeHead(404).end('gone');
  });
  await new Promise<void>((resolve) => files.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(files.address() as AddressInfo).port}`;
});
afterAll(async () => {
  files.closeAllConnections();
  await new Promise((resolve) => files.close(resolve));
});
beforeEach(async () => {
  domain = await Harness.start();
});
afterEach(() => domain.stop());

const send = (id: string, attachments: object[], more: object = {}): Promise<{ status: number; text: string }> =>
  domain.send('messages.create', { id, author: CUSTOMER, format: 'text', thread_id: 'conv-1', attachments, ...more });
const shown = async (count: number): Promise<{ attachments: { filename: string; url: string }[] }[]> => {
  await eventually(() => expect(domain.simulator.state.contents.all()).toHaveLength(count));
  return (await domain.rest('GET', '/contents?q=order:created_at.asc')).body.records;
};
const notes = (): string[] => domain.simulator.ledger.find({ kind: 'note' }).map(({ name }) => name);

describe('files sent with a message', () => {
  it('are stored by the domain, whether they are sent as bytes or as an address', async () => {
    const bytes = { content: Buffer.from('%PDF').toString('base64'), filename: 'invoice.pdf' };
    await send('m-1', [{ url: `${base}/photo` }, bytes, { url: `${base}/voice.mp4`, type: 'audio' }]);
    const [content] = await shown(1);
    const found = content?.attachments ?? [];
    expect(found).toMatchObject([
      { filename: 'photo.png', content_type: 'image/png', size: 5 },
      { filename: 'invoice.pdf', content_type: 'application/pdf', size: 4 },
      { filename: 'voice.mp4', content_type: 'video/mp4', size: 5 },
    ]);
    const kinds = domain.simulator.state.contents.all()[0]?.attachments.map(({ type }) => type);
    expect(kinds).toEqual(['image', 'pdf', 'audio']);
    expect(found[0]?.url.startsWith(domain.simulator.url)).toBe(true);
    expect(await Promise.all(found.map(async ({ url }) => (await fetch(url)).text()))).toEqual([
      'photo',
      '%PDF',
      'voice',
    ]);
  });

  it('may be big', async () => {
    const content = Buffer.alloc(5_000_000, 'x').toString('base64');
    await send('m-1', [{ content, filename: 'film.mov' }]);
    const [shownContent] = await shown(1);
    expect(shownContent?.attachments).toMatchObject([{ size: 5_000_000, content_type: 'video/quicktime' }]);
    expect(domain.simulator.ledger.find({ kind: 'send', name: 'messages.create' })).toHaveLength(1);
  });

  it('that cannot be fetched are omitted, with a note in the ledger', async () => {
    await send('m-1', [{ url: `${base}/gone.png` }, { url: `${base}/big.png` }], { body: 'Look' });
    const [content] = await shown(1);
    expect(content?.attachments).toEqual([]);
    expect(notes()).toEqual([
      'content.api_submission_failed: attachment of m-1: Status 404',
      'content.api_submission_failed: attachment of m-1: The file has more than 20971520 bytes',
    ]);
  });

  it('that fail drop the whole message if it has no other content', async () => {
    await send('m-1', [{ url: `${base}/gone.png` }]);
    await eventually(() => expect(notes()).toContain('content.api_submission_failed: m-1'));
    expect(domain.simulator.state.contents.all()).toEqual([]);
  });

  it('keep the order of the messages of the thread', async () => {
    await domain.control('PATCH', '/switches', { attachments: { fetchTimeoutMs: 200 } });
    await send('m-1', [{ url: `${base}/never.png` }], { body: 'first' });
    await domain.say('conv-1', 'm-2', 'second');
    await domain.say('conv-2', 'm-3', 'elsewhere');
    await shown(3);
    expect(domain.simulator.state.contents.all().map(({ body }) => body)).toEqual(['elsewhere', 'first', 'second']);
  });

  it('are refused by a strict source, unless their kind is known', async () => {
    const path = `/sources/${domain.seed.sourceId}`;
    await domain.control('PUT', path, { attachmentsSecurityLevel: 'strict' });
    const program = { content: 'eA==', filename: 'run.exe' };
    expect(await send('m-1', [program])).toMatchObject({ status: 422, text: 'Invalid resource format' });
    expect(await send('m-2', [{ ...program, filename: 'x.docx' }])).toMatchObject({ status: 200 });
    await domain.control('PUT', path, { attachmentsSecurityLevel: 'relaxed' });
    expect(await send('m-3', [program])).toMatchObject({ status: 200 });
    await shown(2);
  });
});

describe('downloads', () => {
  it('need a token if the switch is on, except pictures of cards', async () => {
    const { url } = await domain.upload('note.txt', 'hello');
    const { id, url: picture } = await domain.upload('blue.png', 'png');
    await domain.control('PATCH', '/switches', { attachments: { requireToken: true } });
    expect((await fetch(url)).status).toBe(404);
    expect(await (await fetch(`${url}?access_token=${domain.seed.restAccessToken}`)).text()).toBe('hello');
    const thread = await domain.handover();
    await domain.control('POST', '/agents/mara/take', { thread });
    const structuredContent = { type: 'template', title: 'Blue', attachment_id: id };
    await domain.control('POST', '/agents/mara/reply', { thread, body: 'Blue', structuredContent });
    await eventually(() => expect(domain.stub.callsOf('messages.create')).toHaveLength(1));
    expect((await fetch(picture)).status).toBe(200);
  });
});

describe('a customer of a native source', () => {
  it('sends files, also without text', async () => {
    const attachments = [{ content: Buffer.from('jpg').toString('base64'), filename: 'me.jpg' }];
    const { body } = await domain.control('POST', '/customer/messages', { userId: 'lea', attachments });
    expect(body).toMatchObject({ body: null, attachments: [{ filename: 'me.jpg', content_type: 'image/jpeg' }] });
    const [event] = domain.simulator.ledger.find({ kind: 'event', name: 'content.imported' });
    expect(event?.request).toMatchObject({ resource: { metadata: { has_attachment: true } } });
    expect((await domain.control('POST', '/customer/messages', { userId: 'lea' })).status).toBe(400);
  });
});
