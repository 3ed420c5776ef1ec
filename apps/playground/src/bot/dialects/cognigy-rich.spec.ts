import { describe, expect, it } from 'vitest';
import type { RichContent } from '#rich-content';
import { cognigyInput, cognigyOutput, wordsOfNotify } from './cognigy-rich.js';

const there: RichContent[] = [
  { type: 'quick_replies', items: [{ title: 'Yes', payload: 'y' }] },
  {
    type: 'buttons',
    items: [
      { type: 'reply', title: 'Yes', payload: 'y' },
      { type: 'url', title: 'Web', url: 'https://example.com/' },
      { type: 'phone', title: 'Call', phoneNumber: '+46315550100' },
    ],
  },
  {
    type: 'carousel',
    items: [
      {
        title: 'Huila',
        subtitle: 'Cherry',
        imageUrl: 'https://example.com/huila.png',
        buttons: [{ type: 'reply', title: 'Brew', payload: 'brew' }],
      },
    ],
  },
  {
    type: 'list',
    items: [{ title: 'NW-1042', url: 'https://example.com/' }],
    button: { type: 'reply', title: 'All', payload: 'all' },
  },
];

describe('contents on Cognigy', () => {
  it.each(there.map((content) => [content.type, content] as const))(
    'convert in both directions: %s',
    (_type, content) => {
      const { text, data } = cognigyOutput({ text: 'Which?', content });
      expect(wordsOfNotify(text, data)).toEqual({ text: 'Which?', content });
    },
  );

  it('have a button for the address of a link', () => {
    const content = { type: 'rich_link', title: 'Visit us', url: 'https://example.com/' } as const;
    const { text, data } = cognigyOutput({ text: 'Here', content });
    expect(wordsOfNotify(text, data).content).toEqual({
      type: 'carousel',
      items: [{ title: 'Visit us', buttons: [{ type: 'url', title: 'Open', url: 'https://example.com/' }] }],
    });
  });

  it('become text where the format has no kind', () => {
    const content = { type: 'location', title: 'Shop', latitude: 57.7, longitude: 11.9 } as const;
    expect(cognigyOutput({ text: 'Here:', content })).toEqual({
      text: expect.stringMatching(/^Here:\nShop: 57.7, 11.9/) as string,
      data: {},
    });
  });
});

it('recognises a chosen option by its payload, and files next to the text', () => {
  expect(cognigyInput({ text: 'Yes', payload: 'y' })).toEqual({ text: 'y', data: {} });
  const file = { url: 'https://example.com/a.png', type: 'image', filename: 'a.png' };
  expect(cognigyInput({ text: '', attachments: [file] })).toEqual({
    text: '',
    data: { attachments: [{ name: 'a.png', url: file.url, type: 'image' }] },
  });
});
