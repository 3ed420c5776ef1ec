import type { JsonObject } from '#kernel';
import { holes, type Rows } from './cells.js';
import { CARD_IN_WORDS, LINK_REFUSED } from './losses.js';

const offers = (body: string, structuredContent: JsonObject): { given: JsonObject } => ({
  given: { body, structuredContent },
});
const files = (...names: string[]): { given: JsonObject } => ({ given: { files: names } });

const JACKET: JsonObject = {
  title: 'Rain jacket',
  subtitle: '£59.90',
  attachment_id: '<upload of photo.png>',
  url: 'https://shop.example/771',
  items: [
    { type: 'reply', title: 'Choose jacket', payload: 'sku-771' },
    { type: 'url', title: 'Size table', url: 'https://shop.example/sizes' },
  ],
};
const HAT: JsonObject = {
  title: 'Hat',
  attachment_id: '<upload of photo.png>',
  items: [{ type: 'reply', title: 'Choose hat', payload: 'sku-772' }],
};

/** Messages of agents, for every platform, in the form of the REST API; `files` are names of uploads. */
export const AGENT_ROWS = {
  text: { given: { body: 'Grüße 👋\nYour parcel <b>left</b> the depot.' } },
  ...holes('Engage has no quick replies: agents offer a menu.', 'quick replies'),
  select: offers('Which parcel?', {
    type: 'select',
    items: [
      { title: 'A-10441', payload: 'a10441' },
      { title: 'A-10442', payload: 'a10442' },
    ],
  }),
  ...holes('Engage has buttons on cards only.', 'buttons'),
  card: offers('Rain jacket', { type: 'template', ...JACKET }),
  carousel: offers('We have these:', { type: 'carousel', items: [JACKET, HAT] }),
  ...holes('A source of the Channel SDK shows no lists.', 'list'),
  'rich link': offers('How to return', {
    type: 'rich_link',
    title: 'How to return',
    subtitle: 'In three steps',
    url: 'https://help.example/return',
    attachment_id: '<upload of photo.png>',
  }),
  ...holes('Agents cannot send a place.', 'location'),
  image: { given: { body: 'Your label', files: ['photo.png'] } },
  audio: files('voice.mp3'),
  video: files('clip.mp4'),
  file: files('invoice.pdf'),
  'file over 1 MB': files('catalogue.pdf'),
  ...holes('Engage names files by their addresses.', 'file by its bytes'),
  ...holes('What a customer chose is a message of the customer.', 'choice'),
  ...holes('Engage takes no more than 13 from agents as well.', 'more choices than Engage takes'),
  ...holes('Engage takes ASCII only, from agents as well.', 'payload that is not ASCII'),
  ...holes('Engage shortens them before it sends them.', 'titles that are too long'),
  ...holes('Files of agents lie in Engage.', 'file that cannot be fetched'),
  'file of a refused kind': { ...files('setup.exe'), ...LINK_REFUSED },
} satisfies Rows;

/** The same if cards are shown as text. */
export const AGENT_ROWS_IN_WORDS: Rows = {
  ...AGENT_ROWS,
  card: { ...AGENT_ROWS.card, ...CARD_IN_WORDS },
  carousel: { ...AGENT_ROWS.carousel, ...CARD_IN_WORDS },
  'rich link': { ...AGENT_ROWS['rich link'], ...CARD_IN_WORDS },
};
