import type { JsonObject } from '#kernel';
import { AGENT_ROWS, AGENT_ROWS_IN_WORDS } from './agent-rows.js';
import { type Direction, holes, type Rows } from './cells.js';
import { engageCustomerRows } from './engage-customer-rows.js';
import { FILES } from './file-host.js';
import { CARD_IN_WORDS, LONG_TITLE, NO_PICTURES_OF_CHOICES, PICTURE, PICTURES_OF_SOME } from './losses.js';

/** An output of a flow in Cognigy's channel-independent format. */
const output = (type: string, kind: JsonObject, key = `_${type}`): { given: JsonObject } => ({
  given: { text: null, data: { type, _cognigy: { _default: { [key]: kind } } } },
});
const quickReplies = (text: string, ...choices: readonly JsonObject[]): { given: JsonObject } => {
  const replies = choices.map((choice, index) => ({ id: index + 1, contentType: 'postback', ...choice }));
  return output('quickReplies', { type: 'quick_replies', text, quickReplies: replies });
};
const FOURTEEN = Array.from({ length: 14 }, (_, index) => ({
  title: `Branch ${index + 1}`,
  payload: `branch-${index + 1}`,
}));

const CHOOSE: JsonObject = { id: 1, type: 'postback', title: 'Choose jacket', payload: 'sku-771' };
const SIZES: JsonObject = {
  id: 2,
  type: 'web_url',
  title: 'Size table',
  payload: '',
  url: 'https://shop.example/sizes',
};
const JACKET: JsonObject = { title: 'Rain jacket', subtitle: '£59.90', imageUrl: PICTURE, imageAltText: '' };
const HAT: JsonObject = { title: 'Hat', subtitle: '', imageUrl: PICTURE, imageAltText: '' };
const CHOOSE_HAT: JsonObject = { id: 3, type: 'postback', title: 'Choose hat', payload: 'sku-772' };

const SPOKEN = {
  text: { given: { text: 'Grüße 👋\nYour parcel left the depot.', data: {} } },
  'quick replies': {
    ...quickReplies(
      'What would you like to do?',
      { title: 'Track parcel', payload: 'track', imageUrl: PICTURE },
      { contentType: 'trigger_intent', title: 'Talk to a person', payload: '', intentName: 'talk_to_human' },
    ),
    ...NO_PICTURES_OF_CHOICES,
  },
  ...holes('Flows have quick replies instead.', 'select'),
  buttons: output('buttons', {
    type: 'buttons',
    text: 'Pick an option',
    buttons: [
      { id: 1, type: 'postback', title: 'Return an item', payload: 'return' },
      { id: 2, type: 'web_url', title: 'Open the shop', payload: '', url: 'https://shop.example' },
      { id: 3, type: 'phone_number', title: 'Call us', payload: '+441132000100' },
    ],
  }),
  card: output('gallery', { type: 'carousel', items: [{ id: 1, ...JACKET, buttons: [CHOOSE, SIZES] }] }),
  carousel: output('gallery', {
    type: 'carousel',
    items: [
      { id: 1, ...JACKET, buttons: [CHOOSE, SIZES] },
      { id: 2, ...HAT, buttons: [CHOOSE_HAT] },
    ],
  }),
  list: {
    ...output('list', {
      type: 'list',
      items: [
        { ...JACKET, defaultActionUrl: 'https://shop.example/771', buttons: [CHOOSE] },
        { ...HAT, imageUrl: '', defaultActionUrl: '', buttons: [CHOOSE_HAT] },
      ],
      button: { type: 'web_url', title: 'All orders', payload: '', url: 'https://shop.example/orders' },
    }),
    ...PICTURES_OF_SOME,
  },
  ...holes('Flows put links into texts, buttons and cards.', 'rich link'),
  ...holes("Cognigy's format has no places.", 'location'),
  image: output('image', { type: 'image', imageUrl: PICTURE, imageAltText: 'Your label' }),
  audio: output('audio', { type: 'audio', audioUrl: `${FILES}/voice.mp3`, audioAltText: '' }),
  video: output('video', { type: 'video', videoUrl: `${FILES}/clip.mp4`, videoAltText: '' }),
  ...holes('Flows put out images, audio and video; other files are links in texts.', 'file', 'file over 1 MB'),
  ...holes('Cognigy names files by their addresses.', 'file by its bytes'),
  'more choices than Engage takes': quickReplies('Which branch?', ...FOURTEEN),
  'payload that is not ASCII': quickReplies(
    'Continue?',
    { title: 'Yes', payload: 'größe:42' },
    { title: 'No', payload: 'no' },
  ),
  'titles that are too long': quickReplies(
    'What is it about?',
    { title: LONG_TITLE, payload: 'delivery' },
    { title: 'Else', payload: 'else' },
  ),
  'file that cannot be fetched': output('image', { type: 'image', imageUrl: `${FILES}/gone.png`, imageAltText: '' }),
  'file of a refused kind': output('image', { type: 'image', imageUrl: `${FILES}/setup.exe`, imageAltText: '' }),
} satisfies Omit<Rows, 'choice'>;

const BOT_DOES_NOT_CHOOSE = holes('What a customer chose is a message of the customer.', 'choice');

const upload = (name: string, type: string): { given: JsonObject } => ({
  given: { text: '', data: { attachments: [{ name, url: `${FILES}/${name}`, type }] } },
});

const CUSTOMER: Rows = {
  text: { given: { text: 'Grüße 👋\nWhere is my parcel?', data: {} } },
  ...holes(
    'Customers offer no choices or cards.',
    ...(['quick replies', 'select', 'buttons', 'card', 'carousel', 'list', 'rich link'] as const),
    ...(['more choices than Engage takes', 'titles that are too long'] as const),
  ),
  ...holes('Webchat lets customers send words and files.', 'location'),
  image: upload('photo.png', 'image'),
  audio: upload('voice.mp3', 'audio'),
  video: upload('clip.mp4', 'video'),
  file: upload('invoice.pdf', 'file'),
  'file over 1 MB': upload('catalogue.pdf', 'file'),
  ...holes('Cognigy names files by their addresses.', 'file by its bytes'),
  choice: {
    after: { body: 'Which one?', structuredContent: { type: 'select', items: [{ title: 'Red', payload: 'red-7' }] } },
    given: { text: 'red-7', data: {} },
    payload: 'red-7',
  },
  'payload that is not ASCII': { given: { text: 'größe:42', data: {} } },
  'file that cannot be fetched': upload('gone.pdf', 'file'),
  'file of a refused kind': upload('setup.exe', 'file'),
};

export const COGNIGY_ROWS: Readonly<Record<Direction, Rows>> = {
  'bot-to-agent': { ...SPOKEN, ...BOT_DOES_NOT_CHOOSE },
  'transcript-to-agent': { ...SPOKEN, ...BOT_DOES_NOT_CHOOSE },
  'customer-to-agent': CUSTOMER,
  'agent-to-customer': AGENT_ROWS,
  'agent-to-whatsapp-customer': AGENT_ROWS_IN_WORDS,
  'engage-customer-to-bot': engageCustomerRows({
    choice: quickReplies('Colour?', { title: 'Red', payload: 'red' }, { title: 'Blue', payload: 'blue' }).given,
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
