import type { JsonObject } from '#kernel';
import { AGENT_ROWS } from './agent-rows.js';
import { type Direction, holes, noRows, type Rows } from './cells.js';
import { FILES } from './file-host.js';
import { LONG_TITLE, NO_PICTURES_OF_CHOICES, PAYLOAD_UNHEARD, PICTURE, PICTURES_OF_SOME } from './losses.js';

const quickReplies = (text: string, ...choices: readonly JsonObject[]): { given: JsonObject } => ({
  given: { text, quick_replies: choices.map((choice) => ({ content_type: 'text', ...choice })) },
});
const template = (payload: JsonObject): { given: JsonObject } => ({
  given: { attachment: { type: 'template', payload } },
});
const media = (type: string, name: string): { given: JsonObject } => ({
  given: { attachment: { type, payload: { is_reusable: false, url: `${FILES}/${name}` } } },
});

const FOURTEEN = Array.from({ length: 14 }, (_, index) => ({
  title: `Branch ${index + 1}`,
  payload: `branch-${index + 1}`,
}));

const CHOOSE: JsonObject = { type: 'postback', title: 'Choose jacket', payload: '8f14e45f' };
const SIZES: JsonObject = { type: 'web_url', title: 'Size table', url: 'https://shop.example/sizes' };
const JACKET: JsonObject = {
  title: 'Rain jacket',
  subtitle: '£59.90',
  image_url: PICTURE,
  default_action: { type: 'web_url', url: 'https://shop.example/771' },
};
const CHOOSE_HAT: JsonObject = { type: 'postback', title: 'Choose hat', payload: 'c20ad4d7' };
const HAT: JsonObject = { title: 'Hat', image_url: PICTURE, buttons: [CHOOSE_HAT] };

const SPOKEN: Rows = {
  text: { given: { text: 'Grüße 👋\nYour parcel left the depot.' } },
  'quick replies': {
    ...quickReplies(
      'What would you like to do?',
      { title: 'Track parcel', payload: '{"title":"Track parcel","nextDialogstateId":"4f2d7c19"}', image_url: PICTURE },
      { title: 'Talk to a person', payload: 'b6a1f0d4' },
    ),
    ...NO_PICTURES_OF_CHOICES,
  },
  ...holes('Chatlayer has quick replies instead.', 'select'),
  buttons: template({
    template_type: 'button',
    text: 'Pick an option',
    buttons: [
      { type: 'postback', title: 'Return an item', payload: '8f14e45f' },
      { type: 'web_url', title: 'Open the shop', url: 'https://shop.example' },
      { type: 'phone_number', title: 'Call us', payload: '+441132000100' },
    ],
  }),
  card: template({ template_type: 'generic', elements: [{ ...JACKET, buttons: [CHOOSE, SIZES] }] }),
  carousel: template({ template_type: 'generic', elements: [{ ...JACKET, buttons: [CHOOSE, SIZES] }, HAT] }),
  list: {
    ...template({
      template_type: 'list',
      elements: [
        { ...JACKET, buttons: [CHOOSE] },
        { title: 'Hat', buttons: [CHOOSE_HAT] },
      ],
      buttons: [{ type: 'web_url', title: 'All orders', url: 'https://shop.example/orders' }],
    }),
    ...PICTURES_OF_SOME,
  },
  ...holes("Chatlayer's bots put links into texts, buttons and cards.", 'rich link'),
  ...holes("Chatlayer's bots have no location message.", 'location'),
  image: media('image', 'photo.png'),
  audio: media('audio', 'voice.mp3'),
  video: media('video', 'clip.mp4'),
  file: media('file', 'invoice.pdf'),
  'file over 1 MB': media('file', 'catalogue.pdf'),
  ...holes('Chatlayer names files by their addresses.', 'file by its bytes'),
  ...holes('What a customer chose is a message of the customer.', 'choice'),
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
  'file that cannot be fetched': media('file', 'gone.pdf'),
  'file of a refused kind': media('file', 'setup.exe'),
};

const upload = (name: string): { given: JsonObject } => ({
  given: {
    messageType: 'fileUploadInputResult',
    urls: [`${FILES}/${name}`],
    data: { uploadStatus: 'SUCCEEDED', fileUrl: `${FILES}/${name}` },
  },
});

const CUSTOMER: Rows = {
  text: { given: { messageType: 'text', text: 'Grüße 👋\nWhere is my parcel?' } },
  ...holes(
    'Customers offer no choices or cards.',
    ...(['quick replies', 'select', 'buttons', 'card', 'carousel', 'list', 'rich link'] as const),
    ...(['more choices than Engage takes', 'titles that are too long'] as const),
  ),
  location: { given: { messageType: 'location', coordinates: { lat: 51.0543, long: 3.7174 } } },
  image: upload('photo.png'),
  audio: upload('voice.mp3'),
  video: upload('clip.mp4'),
  file: upload('invoice.pdf'),
  'file over 1 MB': upload('catalogue.pdf'),
  ...holes('Chatlayer names files by their addresses.', 'file by its bytes'),
  choice: {
    after: { body: 'Which one?', structuredContent: { type: 'select', items: [{ title: 'Red', payload: 'red-7' }] } },
    given: { messageType: 'text', text: 'Red' },
    payload: 'red-7',
  },
  'payload that is not ASCII': {
    given: {
      messageType: 'postback',
      title: 'Yes',
      parameters: [{ order: 0, key: 'größe', value: '42' }],
      nextDialogstateId: '4f2d7c19-0e8b-4b6a-a3d5-91c0f6e2837b',
    },
    ...PAYLOAD_UNHEARD,
  },
  'file that cannot be fetched': upload('gone.pdf'),
  'file of a refused kind': upload('setup.exe'),
};

const NOT_SERVED = noRows("Chatlayer's bots cannot be asked by an API: a tenant with such sources is refused (422).");

export const CHATLAYER_ROWS: Readonly<Record<Direction, Rows>> = {
  'bot-to-agent': SPOKEN,
  'transcript-to-agent': SPOKEN,
  'customer-to-agent': CUSTOMER,
  'agent-to-customer': AGENT_ROWS,
  'agent-to-whatsapp-customer': AGENT_ROWS,
  'engage-customer-to-bot': NOT_SERVED,
  'bot-to-engage-customer': NOT_SERVED,
  'bot-to-apple-customer': NOT_SERVED,
};
