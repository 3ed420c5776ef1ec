import type { JsonObject } from '#kernel';
import { AGENT_ROWS } from './agent-rows.js';
import { type Direction, holes, noRows, type Rows } from './cells.js';
import { engageCustomerRows } from './engage-customer-rows.js';
import { FILES } from './file-host.js';
import {
  CARD_IN_WORDS,
  LONG_TITLE,
  NO_PICTURES_OF_CHOICES,
  PAYLOAD_UNHEARD,
  PICTURE,
  PICTURES_OF_SOME,
} from './losses.js';

const offers = (text: string, content: JsonObject): { given: JsonObject } => ({ given: { text, content } });
const file = (name: string, more: JsonObject = {}): { given: JsonObject } => ({
  given: { text: '', attachments: [{ url: `${FILES}/${name}`, ...more }] },
});

const FOURTEEN = Array.from({ length: 14 }, (_, index) => ({
  title: `Branch ${index + 1}`,
  payload: `branch-${index + 1}`,
}));

const JACKET: JsonObject = {
  title: 'Rain jacket',
  subtitle: '£59.90',
  imageUrl: PICTURE,
  url: 'https://shop.example/771',
  buttons: [
    { type: 'reply', title: 'Choose jacket', payload: 'sku-771' },
    { type: 'url', title: 'Size table', url: 'https://shop.example/sizes' },
  ],
};
const HAT: JsonObject = { title: 'Hat', imageUrl: PICTURE, buttons: [{ type: 'reply', title: 'Choose hat' }] };

const SPOKEN = {
  text: { given: { text: 'Grüße 👋\nYour parcel <b>left</b> the depot.' } },
  'quick replies': {
    ...offers('What would you like to do?', {
      type: 'quick_replies',
      items: [{ title: 'Track parcel', payload: 'track', imageUrl: PICTURE }, { title: 'Talk to a person' }],
    }),
    ...NO_PICTURES_OF_CHOICES,
  },
  select: offers('Which parcel?', {
    type: 'select',
    items: [
      { title: 'A-10441', payload: 'a10441' },
      { title: 'A-10442', payload: 'a10442' },
    ],
  }),
  buttons: offers('Pick an option', {
    type: 'buttons',
    items: [
      { type: 'reply', title: 'Return an item', payload: 'return' },
      { type: 'url', title: 'Open the shop', url: 'https://shop.example' },
      { type: 'phone', title: 'Call us', phoneNumber: '+441132000100' },
    ],
  }),
  card: offers('This may help:', { type: 'template', ...JACKET }),
  carousel: offers('We have these:', { type: 'carousel', items: [JACKET, HAT] }),
  list: {
    ...offers('Your orders', {
      type: 'list',
      items: [JACKET, { title: 'Hat', buttons: [{ type: 'reply', title: 'Choose hat' }] }],
      button: { type: 'url', title: 'All orders', url: 'https://shop.example/orders' },
    }),
    ...PICTURES_OF_SOME,
  },
  'rich link': offers('Read this:', {
    type: 'rich_link',
    title: 'How to return',
    subtitle: 'In three steps',
    url: 'https://help.example/return',
    imageUrl: PICTURE,
  }),
  location: offers('You find us here:', { type: 'location', latitude: 51.0543, longitude: 3.7174, title: 'Ghent' }),
  image: { given: { text: 'Your label', attachments: [{ url: PICTURE, type: 'image' }] } },
  audio: file('voice.mp3', { type: 'audio' }),
  video: file('clip.mp4', { type: 'video' }),
  file: file('invoice.pdf', { type: 'file', filename: 'Invoice 4711.pdf' }),
  'file over 1 MB': file('catalogue.pdf'),
  'file by its bytes': {
    given: { text: '', attachments: [{ content: '<bytes of invoice.pdf>', filename: 'invoice.pdf' }] },
  },
  'more choices than Engage takes': offers('Which branch?', { type: 'select', items: FOURTEEN }),
  'payload that is not ASCII': offers('Continue?', {
    type: 'quick_replies',
    items: [
      { title: 'Yes', payload: 'größe:42' },
      { title: 'No', payload: 'no' },
    ],
  }),
  'titles that are too long': offers('What is it about?', {
    type: 'select',
    items: [{ title: LONG_TITLE, payload: 'delivery' }, { title: 'Else' }],
  }),
  'file that cannot be fetched': file('gone.pdf'),
  'file of a refused kind': file('setup.exe'),
} satisfies Omit<Rows, 'choice'>;

const BOT_DOES_NOT_CHOOSE = holes('What a customer chose is a message of the customer.', 'choice');
const CUSTOMERS_OFFER_NOTHING = holes(
  'Customers offer no choices or cards.',
  ...(['quick replies', 'select', 'buttons', 'card', 'carousel', 'list', 'rich link'] as const),
  ...(['more choices than Engage takes', 'titles that are too long'] as const),
);

const CUSTOMER: Rows = {
  ...SPOKEN,
  ...CUSTOMERS_OFFER_NOTHING,
  choice: {
    after: { body: 'Which one?', structuredContent: { type: 'select', items: [{ title: 'Red', payload: 'red' }] } },
    given: { text: 'Red', payload: 'red' },
    payload: 'red',
  },
  'payload that is not ASCII': { given: { text: 'Blau', payload: 'größe:42' }, ...PAYLOAD_UNHEARD },
};

export const GENERIC_ROWS: Readonly<Record<Direction, Rows>> = {
  'bot-to-agent': { ...SPOKEN, ...BOT_DOES_NOT_CHOOSE },
  'transcript-to-agent': {
    ...SPOKEN,
    ...holes('A transcript holds what was said, not what it carried.', 'choice'),
    ...holes('A transcript names files by their addresses.', 'file by its bytes'),
  },
  'customer-to-agent': CUSTOMER,
  'agent-to-customer': AGENT_ROWS,
  'agent-to-whatsapp-customer': noRows('A generic bot receives the same, wherever its customer is.'),
  'engage-customer-to-bot': engageCustomerRows({
    choice: offers('Colour?', { type: 'quick_replies', items: [{ title: 'Red', payload: 'red' }, { title: 'Blue' }] })
      .given,
    notAscii: SPOKEN['payload that is not ASCII'].given,
  }),
  'bot-to-engage-customer': { ...SPOKEN, ...BOT_DOES_NOT_CHOOSE },
  'bot-to-apple-customer': {
    ...SPOKEN,
    ...BOT_DOES_NOT_CHOOSE,
    card: { ...SPOKEN.card, ...CARD_IN_WORDS },
    carousel: { ...SPOKEN.carousel, ...CARD_IN_WORDS },
    list: { ...SPOKEN.list, ...CARD_IN_WORDS },
  },
};
