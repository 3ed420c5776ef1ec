import { describe, expect, it } from 'vitest';
import type { AgentMessage } from '#handover';
import type { JsonObject, JsonValue } from '#kernel';
import { aTenant } from '../../../../tenant-config/src/testing/a-tenant.js';
import { fixture } from '../../testing/engage-edge.js';
import { readAgentMessage } from './read-agent-message.js';

const raw = Buffer.from('{}');
const CALLS = new Map(
  fixture<{ name: string; rawBody: string }[]>('sdk-calls').map(({ name, rawBody }) => [name, rawBody]),
);

function recorded(name: string): JsonObject {
  return (JSON.parse(CALLS.get(`messages-create: ${name}`) ?? '{}') as { params: JsonObject }).params;
}

const acme = aTenant({
  slug: 'acme',
  engage: { realtimeEndpointUrl: 'https://acme.engagement.dimelo.com/realtime/sdk/8da592bc6fcf8bae41b2' },
});
const readParams = (params: JsonObject) => readAgentMessage(acme, { params }, raw);
const read = (params: JsonObject) => readParams({ content_id: 'c-1', thread_id: 't-1', format: 'text', ...params });

describe('readAgentMessage reads what Engage documents', () => {
  it('a menu, with the words above it', () => {
    expect(readParams(recorded('structured-select'))).toMatchObject({
      text: 'Which invoice do you mean?',
      content: {
        type: 'select',
        items: [
          { title: 'January', payload: 'inv-2026-01' },
          { title: 'February', payload: 'inv-2026-02' },
        ],
      },
    });
  });

  it('a card without a body', () => {
    expect(readParams(recorded('structured-template'))).toMatchObject({
      text: '',
      content: {
        type: 'template',
        title: 'Your invoice',
        url: 'https://www.example.com/invoices/2026-01',
        buttons: [
          { type: 'url', title: 'Download', url: 'https://www.example.com/invoices/2026-01.pdf' },
          { type: 'reply', title: 'That is the one', payload: 'confirm' },
        ],
      },
    });
  });

  it('cards side by side', () => {
    const message = readParams(recorded('structured-carousel'));
    expect(message).toMatchObject({ text: '', content: { type: 'carousel', items: [{}, {}] } });
    expect(message).toMatchObject({ content: { items: [{ buttons: [{ title: 'Take S', payload: 'plan-s' }] }, {}] } });
  });

  it('a link with a preview', () => {
    expect(readParams(recorded('structured-rich-link'))).toMatchObject({
      content: { type: 'rich_link', title: 'Meter reading guide', imageUrl: 'https://cdn.example.com/guide.jpg' },
    });
  });

  it.each([[''], [null], [undefined]])('files next to the body %j', (body) => {
    const { body: _body, ...params } = recorded('attachments-only');
    expect(readParams({ ...params, ...(body !== undefined && { body }) })).toMatchObject({
      text: '',
      attachments: [
        { type: 'image', filename: 'invoice-march.png' },
        { type: 'file', filename: 'invoice-march.pdf' },
      ],
    });
  });
});

describe('readAgentMessage repeats no text', () => {
  const card = { type: 'template', title: 'Rain jacket' };
  const link = { type: 'rich_link', title: 'Help', url: 'https://help.example' };
  it.each([
    ['the title of a card', 'Rain jacket', card],
    ['the title of the first card', ' Rain jacket ', { type: 'carousel', items: [card, { ...card, title: 'Hat' }] }],
    ['the title of a link', 'Help', link],
    ['the address of a link', 'https://help.example', link],
  ])('does not treat %s as text of the agent', (_, body, structured_content) => {
    expect(read({ body, structured_content })).toMatchObject({ text: '', content: { type: structured_content.type } });
  });

  it.each<[string, string, JsonObject]>([
    [
      'a card',
      'Ringcentral, Inc.',
      { type: 'template', title: 'Ringcentral, Inc.', url: 'github://github.com/ringcentral' },
    ],
    ['a link by its address', 'github://x/y', { type: 'rich_link', title: 'Ringcentral, Inc.', url: 'github://x/y' }],
    ['cards', 'One', { type: 'carousel', items: [{ title: 'One', url: 'github://x/y' }, { title: 'Two' }] }],
    ['a list', 'Pick one', { type: 'list', title: 'Pick one', items: [{ title: 'First' }] }],
  ])('writes the fallback text of %s once if it becomes lines of text', (_, body, structured_content) => {
    const { text } = read({ body, structured_content }) as { text: string };
    expect(text.split(body)).toHaveLength(2);
    expect(text).toMatch(/github:|First/);
  });

  it('keeps a body that only a button repeats', () => {
    const structured_content = { type: 'template', title: 'Order', items: [{ type: 'reply', title: 'Yes' }] };
    expect(read({ body: 'Yes', structured_content })).toMatchObject({ text: 'Yes' });
  });

  it('keeps the agent’s text next to cards, and the text above a menu', () => {
    expect(read({ body: 'Look:', structured_content: card })).toMatchObject({ text: 'Look:' });
    const menu = { type: 'select', items: [{ title: 'Which one?' }] };
    expect(read({ body: 'Which one?', structured_content: menu })).toMatchObject({ text: 'Which one?' });
  });
});

describe('readAgentMessage loses nothing', () => {
  it('writes an unknown kind as text', () => {
    const structured_content = {
      type: 'list',
      title: 'Pick one',
      items: [
        { title: 'First', subtitle: 'cheap' },
        { title: 'Second', subtitle: '' },
      ],
    };
    const message = read({ body: null, structured_content });
    expect(message).toMatchObject({ text: 'Pick one\nFirst – cheap\nSecond' });
    expect(message).not.toHaveProperty('content');
    expect(read({ body: 'So:', structured_content })).toMatchObject({ text: 'So:\nPick one\nFirst – cheap\nSecond' });
  });

  it('names a kind that has nothing to read', () => {
    expect(read({ structured_content: { type: 'apple_pay' } })).toMatchObject({ text: '[apple_pay]' });
  });

  it('uses the web address of a link into an app, else shows the link', () => {
    const button = { type: 'url', title: 'Open', url: 'app://orders/1' };
    const template = {
      type: 'template',
      title: 'Order',
      items: [{ ...button, url_fallback: 'https://shop.example/1' }],
    };
    expect(read({ structured_content: template })).toMatchObject({
      content: { buttons: [{ title: 'Open', url: 'https://shop.example/1' }] },
    });
    expect(read({ structured_content: { ...template, items: [button] } })).toMatchObject({
      text: 'Order\nOpen – app://orders/1',
    });
  });

  it('finds files on Engage’s own host by their path', () => {
    expect(read({ attachments: [{ url: '/attachments/64b1', type: 'image', filename: 'map.png' }] })).toMatchObject({
      text: '',
      attachments: [{ url: 'https://acme.engagement.dimelo.com/attachments/64b1', type: 'image', filename: 'map.png' }],
    });
  });

  it.each<[JsonValue, string]>([
    [{ filename: 'invoice.pdf', type: 'pdf' }, 'invoice.pdf'],
    [{ url: null, filename: 'invoice.pdf' }, 'invoice.pdf'],
    [{ url: 'files/invoice.pdf?token=x' }, 'invoice.pdf'],
    [{ url: 'ftp://files.example/invoice.pdf' }, 'invoice.pdf'],
    [{ url: 'https://', filename: 'a\nb.pdf' }, 'ab.pdf'],
    [{ content: 'aGVsbG8=', filename: 'master.jpg' }, 'master.jpg'],
    [{ url: {} }, 'file'],
    [7, 'file'],
  ])('names the file %j, which no one can open', (file, name) => {
    const line = `[File not passed on: ${name} – it has no web address]`;
    expect(read({ body: 'See:', attachments: [file] })).toMatchObject({ text: `See:\n${line}`, attachments: [] });
    expect(read({ attachments: [file] })).toMatchObject({ text: line, attachments: [] });
  });

  it('accepts a file that is not in a list, or only an address', () => {
    const url = 'https://files.example/a.png';
    expect(read({ attachments: { url } })).toMatchObject({ attachments: [{ url }] });
    expect(read({ attachments: [url] })).toMatchObject({ attachments: [{ url }] });
  });

  it('shows the picture of a card that becomes text', () => {
    const attachment_url = 'https://shop.example/1.png';
    expect(
      read({ structured_content: { type: 'template', title: 'Hat', url: 'app://1', attachment_url } }),
    ).toMatchObject({
      text: 'Hat – app://1 – https://shop.example/1.png',
    });
  });

  it('replaces what a database cannot hold', () => {
    const structured_content = { type: 'select', items: [{ title: 'a\u0000b', payload: '\ud800' }] };
    expect(read({ body: 'Well?', structured_content })).toMatchObject({
      content: { items: [{ title: 'a\uFFFDb', payload: '\uFFFD' }] },
    });
  });

  it.each<[JsonValue]>([[null], ['select'], [[]], [{}]])('refuses a message with nothing except %j', (structured) => {
    expect(read({ body: ' ', structured_content: structured })).toHaveProperty('refusal');
  });
});

describe('readAgentMessage without content_id', () => {
  /** The example of Engage's quick start. */
  const params = {
    author_id: '1234',
    body: 'Yes I can.',
    created_at: '2021-05-13T01:23:25Z',
    format: 'text',
    in_reply_to_id: '132',
    sender_name: 'Craig Chan',
    thread_id: '23456',
    title: null,
    updated_at: '2021-05-13T01:21:25Z',
  };
  const call = { action: 'messages.create', params, time: '2021-05-13T01:23:25Z' };
  const keyOf = (changed: object, envelope: JsonObject = {}) =>
    (readAgentMessage(acme, { ...call, params: { ...params, ...changed }, ...envelope }, raw) as AgentMessage)
      .repeatKey;

  it('accepts the message', () => {
    expect(readAgentMessage(acme, call, raw)).toMatchObject({
      contentId: undefined,
      threadForeignId: '23456',
      text: 'Yes I can.',
      senderName: 'Craig Chan',
    });
  });

  it('recognises a repeat by all its params', () => {
    const again = keyOf({ retry: true }, { time: '2021-05-13T01:24:25Z' });
    expect(again).toBe(keyOf({}));
    expect(keyOf(Object.fromEntries(Object.entries(params).reverse()))).toBe(again);
    for (const other of [
      { body: 'Yes!' },
      { created_at: '2021-05-13T01:23:26Z' },
      { thread_id: '2' },
      { in_reply_to_id: 1 },
    ])
      expect(keyOf(other), JSON.stringify(other)).not.toBe(again);
  });

  it('treats calls at different times as different messages if nothing else distinguishes them', () => {
    const undated = { created_at: null, updated_at: null };
    expect(keyOf(undated)).toBe(keyOf(undated));
    expect(keyOf(undated, { time: '2021-05-13T01:24:25Z' })).not.toBe(keyOf(undated));
  });

  it('has a repeat key only without a content_id', () => {
    expect(keyOf({ content_id: 'c' })).toBeUndefined();
    expect(keyOf({ content_id: '' })).toBeDefined();
  });
});
