import { describe, expect, it } from 'vitest';
import { wordsOf } from './chatlayer-bubbles.js';
import { botMessages, userMessage } from './chatlayer-rich.js';

const REPLY = { type: 'reply', title: 'Yes', payload: 'y' } as const;
const CARD = { title: 'Huila', subtitle: 'Cherry', imageUrl: 'https://example.com/huila.png', buttons: [REPLY] };
const POSTBACK = { nextDialogstateId: 'd1', sessionDataToSet: [{ key: 'answer', value: 'yes' }] };
const textMessages = [{ text: 'Which?' }];

describe('a message of the bot', () => {
  it('is sent as quick replies with the text', () => {
    expect(botMessages({ text: 'Which?', content: { type: 'quick_replies', items: [{ title: 'Yes' }] } })).toEqual([
      { text: 'Which?', quick_replies: [{ title: 'Yes', payload: 'Yes', content_type: 'text' }] },
    ]);
  });

  it('is sent as a template, after text that does not fit in', () => {
    const element = {
      title: 'Huila',
      subtitle: 'Cherry',
      image_url: CARD.imageUrl,
      buttons: [{ type: 'postback', title: 'Yes', payload: 'y' }],
    };
    expect(botMessages({ text: 'Which?', content: { type: 'carousel', items: [CARD] } })).toEqual([
      { text: 'Which?' },
      { attachment: { type: 'template', payload: { template_type: 'generic', elements: [element] } } },
    ]);
    expect(botMessages({ text: 'Which?', content: { type: 'list', items: [CARD, CARD] } })).toMatchObject([
      { text: 'Which?' },
      { attachment: { payload: { template_type: 'list', elements: [element, element], buttons: [] } } },
    ]);
    const buttons = [REPLY, { type: 'phone', title: 'Call', phoneNumber: '+46315550100' }] as const;
    expect(botMessages({ text: 'Which?', content: { type: 'buttons', items: buttons } })).toEqual([
      {
        attachment: {
          type: 'template',
          payload: {
            template_type: 'button',
            text: 'Which?',
            buttons: [...element.buttons, { type: 'phone_number', title: 'Call', payload: '+46315550100' }],
          },
        },
      },
    ]);
  });

  it('is sent as text if there is no template', () => {
    const place = { type: 'location', latitude: 57.7, longitude: 11.9 } as const;
    expect(botMessages({ text: 'Here', content: place })).toMatchObject([
      { text: expect.stringContaining('57.7') as string },
    ]);
    expect(botMessages({ text: '', content: { type: 'list', items: [CARD] } })).toMatchObject([
      { text: expect.stringContaining('Huila') as string },
    ]);
  });
});

describe('a message of a customer', () => {
  it.each([
    [{ text: 'Hi' }, { messageType: 'text', text: 'Hi' }],
    [
      { text: 'Yes', payload: JSON.stringify(POSTBACK) },
      { messageType: 'postback', title: 'Yes', nextDialogstateId: 'd1', parameters: POSTBACK.sessionDataToSet },
    ],
    [
      { text: 'Yes', payload: 'y' },
      { messageType: 'postback', title: 'Yes', nextDialogstateId: 'y', parameters: [] },
    ],
    [
      { text: '', attachments: [{ url: 'https://example.com/a.png' }] },
      {
        messageType: 'fileUploadInputResult',
        urls: ['https://example.com/a.png'],
        data: { uploadStatus: 'SUCCEEDED', fileUrl: 'https://example.com/a.png' },
      },
    ],
  ])('%j is %j', (words, message) => {
    expect(userMessage(words)).toEqual(message);
  });
});

describe('the messages of an action', () => {
  const button = { postBackButton: { title: 'Yes', payload: POSTBACK } };
  const reply = { type: 'reply', title: 'Yes', payload: JSON.stringify(POSTBACK) };
  const element = { title: 'Huila', subTitle: 'Cherry', imageUrl: CARD.imageUrl };
  const card = { title: 'Huila', subtitle: 'Cherry', imageUrl: CARD.imageUrl, buttons: [reply] };

  it.each([
    [
      { quickReplyTemplate: { textMessages, quickReplies: [{ title: 'Yes', payload: POSTBACK }] } },
      { text: 'Which?', content: { type: 'quick_replies', items: [{ title: 'Yes', payload: reply.payload }] } },
    ],
    [
      {
        buttonTemplate: {
          textMessages,
          buttons: [
            button,
            { urlButton: { title: 'Web', url: 'https://example.com/' } },
            { phoneNumberButton: { title: 'Call', phoneNumber: '+46315550100' } },
          ],
        },
      },
      {
        text: 'Which?',
        content: {
          type: 'buttons',
          items: [
            reply,
            { type: 'url', title: 'Web', url: 'https://example.com/' },
            { type: 'phone', title: 'Call', phoneNumber: '+46315550100' },
          ],
        },
      },
    ],
    [
      { carouselTemplate: { elements: [{ ...element, buttons: [button] }] } },
      { text: '', content: { type: 'carousel', items: [card] } },
    ],
    [
      { listTemplate: { size: 'LARGE', button, elements: [{ ...element, button }] } },
      { text: '', content: { type: 'list', items: [card], button: reply } },
    ],
    [{ hologramTemplate: { textMessages } }, { text: 'Which?' }],
  ])('%j is %j', (bubble, said) => {
    expect(wordsOf(JSON.parse(JSON.stringify(bubble)))).toEqual({ attachments: [], ...said });
  });
});
