import { describe, expect, it } from 'vitest';
import { type Button, choicesOf, type RichContent } from '#rich-content';
import { contentBubbles } from './agent-content.js';
import {
  buttonMessage,
  carouselMessage,
  listMessage,
  type MessageTemplate,
  quickReplyMessage,
  textMessage,
} from './message-templates.js';

const DIALOG = '51c8a7f0-9e24-4b3d-a6f1-0d7e82b4c935';
const yes: Button = { type: 'reply', title: 'Yes', payload: 'y' };
const no: Button = { type: 'reply', title: 'No' };
const page: Button = { type: 'url', title: 'Read', url: 'https://www.example.test/read' };
const call: Button = { type: 'phone', title: 'Call', phoneNumber: '+3292000000' };
const nativePage = { title: 'Read', url: 'https://www.example.test/read' };
const nativeCall = { title: 'Call', phoneNumber: '+3292000000' };
const pressing = (value: string) => ({
  nextDialogstateId: DIALOG,
  sessionDataToSet: [{ key: 'ringcentral.choice', value }],
});

const bubbles = (text: string, content: RichContent, channel = 'web', choiceDialog?: string): MessageTemplate[] =>
  contentBubbles(text, content, { channel, choiceDialog });
const buttons = (...items: Button[]): RichContent => ({ type: 'buttons', items });

describe('what an agent offers, without a dialog for choices', () => {
  it.each(['quick_replies', 'select'] as const)('numbers the choices of %s', (type) => {
    const items = [{ title: 'Yes', payload: 'y' }, { title: 'No' }];
    expect(bubbles('Sure?', { type, items })).toEqual([textMessage('Sure?\n1. Yes\n2. No')]);
    expect(bubbles('', { type, items })).toEqual([textMessage('1. Yes\n2. No')]);
  });

  it('shows links and phone numbers as buttons, and choices as lines', () => {
    expect(bubbles('Well?', buttons(page, call))).toEqual([buttonMessage('Well?', [nativePage, nativeCall])]);
    expect(bubbles('Well?', buttons(yes, page, no))).toEqual([buttonMessage('Well?\n1. Yes\n2. No', [nativePage])]);
    expect(bubbles('Well?', buttons(yes, no))).toEqual([textMessage('Well?\n1. Yes\n2. No')]);
    expect(bubbles('', buttons(call))).toEqual([buttonMessage('- Call: +3292000000', [nativeCall])]);
  });

  it('shows cards side by side, and their choices below, with one numbering', () => {
    const content: RichContent = {
      type: 'carousel',
      items: [
        { title: 'Green', subtitle: 'Wind', imageUrl: 'https://cdn.example.test/g.png', buttons: [yes, page] },
        { title: 'Night', url: 'https://www.example.test/night', buttons: [no] },
      ],
    };
    expect(bubbles('Our plans', content)).toEqual([
      textMessage('Our plans'),
      carouselMessage([
        { title: 'Green', subTitle: 'Wind', imageUrl: 'https://cdn.example.test/g.png', buttons: [nativePage] },
        { title: 'Night', buttons: [{ title: 'www.example.test', url: 'https://www.example.test/night' }] },
      ]),
      textMessage('• Green\n  1. Yes\n• Night\n  2. No'),
    ]);
    expect(choicesOf(content).map(({ title }) => title)).toEqual(['Yes', 'No']);
  });

  it('shows one card, or a link, as a row of one', () => {
    expect(bubbles('', { type: 'template', title: '', subtitle: 'Only this', url: page.url, buttons: [page] })).toEqual(
      [carouselMessage([{ title: 'Only this', buttons: [nativePage] }])],
    );
    expect(bubbles('See', { type: 'rich_link', title: 'Help', url: 'https://help.example.test/' })).toEqual([
      textMessage('See'),
      carouselMessage([
        { title: 'Help', buttons: [{ title: 'help.example.test', url: 'https://help.example.test/' }] },
      ]),
    ]);
  });

  it('shows a list only if each card has the one button that a list needs', () => {
    const card = { title: 'Invoice', buttons: [page] };
    const row = { title: 'Invoice', button: nativePage };
    expect(bubbles('', { type: 'list', items: [card, card], button: call })).toEqual([
      listMessage([row, row], nativeCall),
    ]);
    expect(bubbles('', { type: 'list', items: [card, card], button: yes })).toEqual([
      listMessage([row, row]),
      textMessage('1. Yes'),
    ]);
    const cards = [card, { title: 'Bare' }];
    expect(bubbles('', { type: 'list', items: cards, button: call })).toEqual([
      carouselMessage([
        { title: 'Invoice', buttons: [nativePage] },
        { title: 'Bare', buttons: [] },
      ]),
      buttonMessage('Call', [nativeCall]),
    ]);
    expect(bubbles('', { type: 'list', items: [card] })).toEqual([
      carouselMessage([{ title: 'Invoice', buttons: [nativePage] }]),
    ]);
  });

  it('shows a place as text', () => {
    expect(bubbles('Here', { type: 'location', latitude: 51, longitude: 3, title: 'Shop' })).toEqual([
      textMessage('Here\nShop: 51, 3 (https://www.google.com/maps?q=51,3)'),
    ]);
  });
});

describe('what an agent offers, with a dialog for choices', () => {
  it('shows quick replies as such', () => {
    const imageUrl = 'https://cdn.example.test/yes.png';
    const content: RichContent = {
      type: 'quick_replies',
      items: [{ title: 'Yes', payload: 'y', imageUrl }, { title: 'No' }],
    };
    const replies = [
      { title: 'Yes', imageUrl, postback: pressing('y') },
      { title: 'No', postback: pressing('No') },
    ];
    expect(bubbles('Sure?', content, 'web', DIALOG)).toEqual([quickReplyMessage('Sure?', replies)]);
    expect(bubbles(' ', content, 'web', DIALOG)).toEqual([quickReplyMessage('1. Yes\n2. No', replies)]);
  });

  it('shows buttons as such', () => {
    expect(bubbles('Sure?', buttons(yes, call), 'web', DIALOG)).toEqual([
      buttonMessage('Sure?', [{ title: 'Yes', postback: pressing('y') }, nativeCall]),
    ]);
  });

  it('shows no choice as a button if Messenger would accept only some of them', () => {
    const content = buttons(yes, no, page, call);
    expect(bubbles('Sure?', content, 'messenger', DIALOG)).toEqual([
      buttonMessage('Sure?\n1. Yes\n2. No', [nativePage, nativeCall]),
    ]);
    expect(bubbles('Sure?', buttons(page, page, call, call), 'facebook', DIALOG)).toEqual([
      buttonMessage('Sure?\n- Call: +3292000000', [nativePage, nativePage, nativeCall]),
    ]);
  });
});
