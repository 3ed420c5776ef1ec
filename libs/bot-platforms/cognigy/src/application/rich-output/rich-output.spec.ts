import { describe, expect, it } from 'vitest';
import { fixture } from '../../testing/cognigy-tenant.js';
import { type CognigyOutput, readOutput } from './rich-output.js';
import { readInput } from './user-input.js';

const read = (name: string) => readOutput(fixture<CognigyOutput>(name));
const file = (url: string, type: string) => [{ url, type }];

describe('readOutput', () => {
  it.each([
    ['rich.text', 'Your parcel left the depot this morning.'],
    ['rich.adaptive-card', 'Return form\nOrder number: …\nreason: Too small / Damaged\n- Send'],
  ])('reads %s as text alone', (name, text) => {
    expect(read(name)).toEqual({ text, attachments: [] });
  });

  const track = { type: 'reply', title: 'Track parcel', payload: 'track' };
  const call = { type: 'phone', title: 'Call us', phoneNumber: '+441132000100' };
  const talk = { type: 'reply', title: 'Talk to a person', payload: 'cIntent:talk_to_human' };
  const choose = { type: 'reply', title: 'Choose', payload: 'sku-771' };
  const jacket = { title: 'Rain jacket', subtitle: '£59.90', imageUrl: 'https://cdn.example.com/jacket.jpg' };

  it.each<[string, string, object]>([
    ['rich.quick-replies', 'What would you like to do?', { type: 'buttons', items: [track, call, talk] }],
    ['rich.nested-data', 'What would you like to do?', { type: 'buttons', items: [track, call, talk] }],
    [
      'rich.buttons',
      'Pick an option',
      {
        type: 'buttons',
        items: [
          { type: 'reply', title: 'Return an item', payload: 'return' },
          { type: 'url', title: 'Open the shop', url: 'https://shop.example.com' },
          call,
          talk,
        ],
      },
    ],
    [
      'rich.gallery',
      '',
      {
        type: 'carousel',
        items: [
          { ...jacket, buttons: [choose, { type: 'url', title: 'Details', url: 'https://shop.example.com/771' }] },
          { title: 'Hat' },
        ],
      },
    ],
    [
      'rich.list',
      '',
      {
        type: 'list',
        items: [
          {
            title: 'Orders',
            subtitle: 'Two open',
            imageUrl: 'https://cdn.example.com/orders.png',
            url: 'https://shop.example.com/orders',
            buttons: [{ type: 'reply', title: 'Show', payload: 'orders' }],
          },
          { title: 'Help centre', buttons: [{ type: 'url', title: 'Open', url: 'https://help.example.com' }] },
        ],
        button: { type: 'reply', title: 'More', payload: 'more' },
      },
    ],
    [
      'rich.webchat-channel',
      '',
      { type: 'carousel', items: [{ ...jacket, url: 'https://shop.example.com/771', buttons: [choose] }] },
    ],
  ])('reads %s', (name, text, content) => {
    expect(read(name)).toEqual({ text, attachments: [], content });
  });

  const offered = (format: object) => readOutput({ text: null, data: { _cognigy: format } }).content;

  it('keeps quick replies if they are only choices, pictures included', () => {
    const imageUrl = 'https://cdn.example.com/yes.png';
    const quickReplies = [
      { contentType: 'postback', title: '<b>Yes</b>', payload: 'yes', imageUrl },
      { contentType: 'text', title: 'No' },
      { contentType: 'postback', title: '', payload: 'nothing to read' },
    ];
    const items = [{ title: 'Yes', payload: 'yes', imageUrl }, { title: 'No' }];
    expect(offered({ _default: { _quickReplies: { text: 'Sure?', quickReplies } } })).toEqual({
      type: 'quick_replies',
      items,
    });
    const messengers = quickReplies.map(({ contentType, imageUrl: image, ...reply }) => ({
      ...reply,
      content_type: contentType,
      image_url: image,
    }));
    expect(offered({ _webchat: { message: { text: 'Sure?', quick_replies: messengers } } })).toEqual({
      type: 'quick_replies',
      items,
    });
  });

  it('reads Messenger’s button templates as buttons, and its lists and cards with a button below as lists', () => {
    const buttons = [{ type: 'postback', title: 'More', payload: 'more' }];
    const template = (payload: object) =>
      offered({ _facebook: { message: { attachment: { type: 'template', payload } } } });
    const items = [{ type: 'reply', title: 'More', payload: 'more' }];
    expect(template({ template_type: 'button', text: 'And now?', buttons })).toEqual({ type: 'buttons', items });
    const elements = [{ title: 'Hat' }];
    expect(template({ template_type: 'list', elements })).toEqual({ type: 'list', items: elements });
    const below = { type: 'list', items: elements, button: items[0] };
    expect(template({ template_type: 'generic', elements, buttons })).toEqual(below);
  });

  it('leaves out addresses that cannot be opened', () => {
    const buttons = [
      { type: 'web_url', title: 'Bad', url: 'javascript:alert(1)' },
      { type: 'phone_number', title: 'No one' },
    ];
    expect(readOutput({ data: { _cognigy: { _default: { _buttons: { text: 'Hi', buttons } } } } })).toEqual({
      text: 'Hi',
      attachments: [],
    });
  });

  it('shows text once that the output and its content have in common', () => {
    const data = (text: string) => ({
      _cognigy: { _default: { _quickReplies: { text, quickReplies: [{ title: 'Yes' }] } } },
    });
    expect(readOutput({ text: 'Sure?', data: data('Sure?') }).text).toBe('Sure?');
    expect(readOutput({ text: 'One more thing.', data: data('Sure?') }).text).toBe('One more thing.\nSure?');
  });

  it.each([
    ['rich.image', 'Return label', file('https://cdn.example.com/label.png', 'image')],
    ['rich.audio', 'Opening hours', file('https://cdn.example.com/note.mp3', 'audio')],
    ['rich.video', 'How to return', file('https://cdn.example.com/howto.mp4', 'video')],
  ])('reads %s', (name, text, attachments) => {
    expect(read(name)).toEqual({ text, attachments });
  });

  it('4.76: prefers the channel-independent form to the forms of channels, wherever it is nested', () => {
    const form = (text: string) => ({ _quickReplies: { type: 'quick_replies', text, quickReplies: [] } });
    const data = {
      _cognigy: {
        _default: form('default'),
        _webchat: { message: { text: 'webchat' } },
        _facebook: { message: { text: 'facebook' } },
      },
      _data: { _cognigy: { _default: form('nested') } },
    };
    const texts = [];
    for (const path of [[], ['_cognigy', '_default'], ['_data'], ['_cognigy', '_webchat'], ['_cognigy', '_facebook']]) {
      const [first, second] = path;
      if (first && second) delete (data as unknown as Record<string, Record<string, unknown>>)[first]?.[second];
      else if (first) delete (data as Record<string, unknown>)[first];
      texts.push(readOutput({ text: null, data }).text);
    }
    expect(texts).toEqual(['default', 'nested', 'webchat', 'facebook', '']);
  });

  it('4.88: shows data of an unknown kind as a list, never as JSON', () => {
    const data = {
      _plugin: { type: 'seat-map', title: 'Seats', seats: [{ row: 12, free: true }, 'aisle'], none: null },
      _cognigy: {},
      type: 'custom',
    };
    expect(readOutput({ text: '', data }).text).toBe(
      '- _plugin:\n  - type: seat-map\n  - title: Seats\n  - seats:\n    - row: 12\n    - free: yes\n    - aisle',
    );
  });

  it('4.81: never shows what Cognigy writes for kinds it cannot convert', () => {
    const gallery = { type: 'carousel', items: [{ title: 'UNSUPPORTED_GALLERY' }], fallbackText: 'Rain jacket, Hat' };
    expect(
      readOutput({ text: 'UNSUPPORTED_OUTPUT', data: { _cognigy: { _default: { _gallery: gallery } } } }).text,
    ).toBe('Rain jacket, Hat');
  });

  it('makes HTML readable and leaves plain text alone', () => {
    const text = (html: string) => readOutput({ text: html }).text;
    expect(text('<p>Hi <b>Lena</b>,</p><ul><li>one</li><li>two</li></ul>')).toBe('Hi Lena,\n\n * one\n * two');
    expect(text('See <a href="https://shop.example.com/1">your order</a> &amp; pay')).toBe(
      'See your order (https://shop.example.com/1) & pay',
    );
    expect(text('if a < b\n  and c > d')).toBe('if a < b\n  and c > d');
    expect(text('<script>alert(1)</script>ok')).toBe('ok');
  });

  it('shows nothing that is only for Cognigy', () => {
    expect(readOutput(fixture<CognigyOutput>('say-data.handover-start')).text).toBe('');
    expect(
      readOutput({ text: null, data: { _cognigy: {}, type: 'x', linear: false, loop: false, text: [] } }).text,
    ).toBe('');
  });

  it('accepts any value as text and data', () => {
    const wrong: unknown[] = [
      null,
      undefined,
      1,
      true,
      '',
      [],
      {},
      [[]],
      { _default: [] },
      'x'.repeat(50_000),
      '<'.repeat(20_000),
    ];
    const wrap = (value: unknown) => [
      { text: value, data: value },
      { data: { _cognigy: value } },
      {
        data: {
          _cognigy: { _default: { _gallery: value, _list: { items: value }, _adaptiveCard: { adaptiveCard: value } } },
        },
      },
      { data: { _cognigy: { _webchat: { message: value, adaptiveCard: value } } } },
      { data: { _cognigy: { _webchat: { message: { attachment: { type: value, payload: value } } } } } },
    ];
    for (const value of wrong)
      for (const output of wrap(value)) expect(typeof readOutput(output as CognigyOutput).text).toBe('string');
  });
});

describe('readInput', () => {
  const input = (name: string) => {
    const { text, data } = fixture<{ text: string; data: unknown }>(name);
    return readInput(text, data);
  };

  it('reads a postback as text', () => {
    expect(input('user-input.postback')).toEqual({ text: 'track', attachments: [] });
  });

  it('shows the values of a submitted card', () => {
    expect(input('user-input.adaptive-card').text).toBe('- orderNumber: A-10441\n- reason: damaged');
  });

  it('shows uploads', () => {
    const url = 'https://files-trial.cognigy.ai/1201/88/broken-zip.jpg';
    expect(input('user-input.attachments')).toEqual({
      text: '',
      attachments: [{ url, type: 'image', filename: 'broken-zip.jpg' }],
    });
    expect(readInput('', { attachments: [{ url: 'javascript:alert(1)' }, null, 7] }).attachments).toEqual([]);
  });

  it('2026.15: shows the captions of uploads, and what kind of files they are', () => {
    const url = 'https://files-trial.cognigy.ai/1201/88/a';
    const uploads = [
      { url, type: 'image/jpeg', caption: ' The broken zip ' },
      { url, mimeType: 'video/mp4', caption: 'How it opens' },
      { url, type: 'application/pdf' },
    ];
    const kinds = ['image', 'video', 'file'].map((type) => ({ url, type }));
    expect(readInput('', { attachments: uploads })).toEqual({
      text: 'The broken zip\nHow it opens',
      attachments: kinds,
    });
    expect(readInput('The broken zip', { attachments: uploads.slice(0, 1) }).text).toBe('The broken zip');
  });

  it('4.89, 4.100: shows neither start payloads nor intents nor bare data', () => {
    for (const name of ['user-input.get-started', 'user-input.data-only']) expect(input(name).text).toBe('');
    for (const text of ['', '   ', 'cIntent:talk_to_human', 'DATA_ONLY_MESSAGE_kq83hd71ms02lx94vb56'])
      expect(readInput(text, {})).toEqual({ text: '', attachments: [] });
  });
});
