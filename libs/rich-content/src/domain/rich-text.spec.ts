import { describe, expect, it } from 'vitest';
import type { Button, RichContent } from './rich-content.js';
import { richText, textWithContent } from './rich-text.js';

const yes: Button = { type: 'reply', title: 'Yes', payload: 'y' };
const page: Button = { type: 'url', title: 'Read', url: 'https://example.test/read' };
const call: Button = { type: 'phone', title: 'Call', phoneNumber: '+3292000000' };

describe('richText', () => {
  it.each<[string, RichContent, string]>([
    ['quick replies', { type: 'quick_replies', items: [{ title: 'Yes' }, { title: 'No' }] }, '1. Yes\n2. No'],
    ['a menu', { type: 'select', items: [{ title: 'One', payload: 'x' }] }, '1. One'],
    [
      'buttons, of which only choices have numbers',
      { type: 'buttons', items: [page, yes, call] },
      '- Read: https://example.test/read\n1. Yes\n- Call: +3292000000',
    ],
    [
      'a card',
      { type: 'template', title: 'Plan', subtitle: 'Wind', url: 'https://example.test/', buttons: [yes, page] },
      'Plan – Wind (https://example.test/)\n1. Yes\n- Read: https://example.test/read',
    ],
    [
      'a card that is only a link',
      { type: 'template', title: '', url: 'https://example.test/' },
      'https://example.test/',
    ],
    [
      'cards, with one numbering for all their choices',
      {
        type: 'carousel',
        items: [
          { title: 'Green', buttons: [yes] },
          { title: ' ', subtitle: 'Night', buttons: [{ type: 'reply', title: 'Take it' }] },
        ],
      },
      '• Green\n  1. Yes\n• Night\n  2. Take it',
    ],
    [
      'a list with a button below',
      { type: 'list', items: [{ title: 'Row', buttons: [yes] }], button: yes },
      '• Row\n  1. Yes\n2. Yes',
    ],
    ['a link', { type: 'rich_link', title: 'Help', url: 'https://help.test/' }, 'Help (https://help.test/)'],
    [
      'a place',
      { type: 'location', latitude: 51.5, longitude: -3, title: 'Shop' },
      'Shop: 51.5, -3 (https://www.google.com/maps?q=51.5,-3)',
    ],
    [
      'a place without a name',
      { type: 'location', latitude: 0, longitude: 0 },
      'Location: 0, 0 (https://www.google.com/maps?q=0,0)',
    ],
    ['a picture alone, which has no text', { type: 'template', title: '', imageUrl: 'https://example.test/i.png' }, ''],
  ])('shows %s', (_, content, text) => {
    expect(richText(content)).toBe(text);
  });
});

describe('textWithContent', () => {
  const content: RichContent = { type: 'select', items: [{ title: 'Yes' }] };

  it('puts the content below the text', () => {
    expect(textWithContent('Sure?', content)).toBe('Sure?\n1. Yes');
  });

  it('works without text, content or both', () => {
    expect(textWithContent('Sure?', undefined)).toBe('Sure?');
    expect(textWithContent(' ', content)).toBe('1. Yes');
    expect(textWithContent('', undefined)).toBe('');
    expect(textWithContent('Sure?', { type: 'buttons', items: [] })).toBe('Sure?');
  });
});
