import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '#kernel';
import { fixture } from '../testing/engage-edge.js';
import { readAgentMessage } from './read-agent-message.js';

const raw = Buffer.from('{}');
const CALLS = new Map(
  fixture<{ name: string; rawBody: string }[]>('sdk-calls').map(({ name, rawBody }) => [name, rawBody]),
);

function recorded(name: string): JsonObject {
  return (JSON.parse(CALLS.get(`messages-create: ${name}`) ?? '{}') as { params: JsonObject }).params;
}

const read = (params: JsonObject) =>
  readAgentMessage({ content_id: 'c-1', thread_id: 't-1', format: 'text', ...params }, raw);

describe('readAgentMessage reads what Engage documents', () => {
  it('a menu, with the words above it', () => {
    expect(readAgentMessage(recorded('structured-select'), raw)).toMatchObject({
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
    expect(readAgentMessage(recorded('structured-template'), raw)).toMatchObject({
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
    const message = readAgentMessage(recorded('structured-carousel'), raw);
    expect(message).toMatchObject({ text: '', content: { type: 'carousel', items: [{}, {}] } });
    expect(message).toMatchObject({ content: { items: [{ buttons: [{ title: 'Take S', payload: 'plan-s' }] }, {}] } });
  });

  it('a link with a preview', () => {
    expect(readAgentMessage(recorded('structured-rich-link'), raw)).toMatchObject({
      content: { type: 'rich_link', title: 'Meter reading guide', imageUrl: 'https://cdn.example.com/guide.jpg' },
    });
  });

  it.each([[''], [null], [undefined]])('files beside the body %j', (body) => {
    const { body: _body, ...params } = recorded('attachments-only');
    expect(readAgentMessage({ ...params, ...(body !== undefined && { body }) }, raw)).toMatchObject({
      text: '',
      attachments: [
        { type: 'image', filename: 'invoice-march.png' },
        { type: 'file', filename: 'invoice-march.pdf' },
      ],
    });
  });
});

describe('readAgentMessage says nothing twice', () => {
  const card = { type: 'template', title: 'Rain jacket' };
  const link = { type: 'rich_link', title: 'Help', url: 'https://help.example' };
  it.each([
    ['the title of a card', 'Rain jacket', card],
    ['the title of the first card', ' Rain jacket ', { type: 'carousel', items: [card, { ...card, title: 'Hat' }] }],
    ['the title of a link', 'Help', link],
    ['where a link leads', 'https://help.example', link],
  ])('takes %s for no words of the agent', (_, body, structured_content) => {
    expect(read({ body, structured_content })).toMatchObject({ text: '', content: { type: structured_content.type } });
  });

  it('keeps words of the agent beside cards, and the words above a menu', () => {
    expect(read({ body: 'Look:', structured_content: card })).toMatchObject({ text: 'Look:' });
    const menu = { type: 'select', items: [{ title: 'Which one?' }] };
    expect(read({ body: 'Which one?', structured_content: menu })).toMatchObject({ text: 'Which one?' });
  });
});

describe('readAgentMessage loses nothing', () => {
  it('writes a kind that it does not know as text', () => {
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

  it('takes the web address of a link into an app, else shows the link', () => {
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

  it('replaces what a database cannot hold', () => {
    const structured_content = { type: 'select', items: [{ title: 'a\u0000b', payload: '\ud800' }] };
    expect(read({ body: 'Well?', structured_content })).toMatchObject({
      content: { items: [{ title: 'a\uFFFDb', payload: '\uFFFD' }] },
    });
  });

  it.each<[JsonValue]>([[null], ['select'], [[]], [{}]])('refuses to deliver nothing beside %j', (structured) => {
    expect(read({ body: ' ', structured_content: structured })).toHaveProperty('refusal');
  });
});
