import {
  type Button as OfferedButton,
  type Carousel,
  type List,
  payloadOf,
  type QuickReplies,
  type RichContent,
  richText,
  textWithContent,
} from '#rich-content';
import {
  type Button,
  buttonMessage,
  type Card,
  carouselMessage,
  listMessage,
  type MessageTemplate,
  quickReplyMessage,
  textMessage,
} from './message-templates.js';
import { buttonsOf, choiceDialogFor, divided, faceOf, postbackOf, type Shown } from './native-buttons.js';

/** How many cards a list may have; fewer or more are shown side by side. */
const LIST_CARDS = { least: 2, most: 4 };

type Cards = Carousel | List;
interface ShownCard {
  readonly face: Card;
  readonly native: readonly Button[];
  readonly lines: readonly OfferedButton[];
}

/** The bubbles of a text and its content. What cannot be a button is a line of text, so that nothing is lost. */
export function contentBubbles(text: string, content: RichContent, where: Shown): MessageTemplate[] {
  const shown = { ...where, choiceDialog: choiceDialogFor(content, where) };
  switch (content.type) {
    case 'quick_replies':
    case 'select':
      return [choiceBubble(text, content, shown)];
    case 'buttons':
      return [buttonBubble(text, content.items, shown)];
    case 'template':
    case 'rich_link':
      return cardBubbles(text, { type: 'carousel', items: [content] }, shown);
    case 'carousel':
    case 'list':
      return cardBubbles(text, content, shown);
    case 'location':
      return [textMessage(textWithContent(text, content))];
  }
}

function choiceBubble(text: string, content: QuickReplies, { choiceDialog }: Shown): MessageTemplate {
  if (choiceDialog === undefined) return textMessage(textWithContent(text, content));
  const replies = content.items.map((choice) => ({
    title: choice.title,
    ...(choice.imageUrl !== undefined && { imageUrl: choice.imageUrl }),
    postback: postbackOf(choiceDialog, payloadOf(choice)),
  }));
  return quickReplyMessage(isBlank(text) ? richText(content) : text, replies);
}

/** Chatlayer shows buttons below a text; without a text, below their titles. */
function buttonBubble(text: string, items: readonly OfferedButton[], shown: Shown): MessageTemplate {
  const { native, lines } = divided(items, shown);
  const words = textWithContent(text, { type: 'buttons', items: lines });
  if (native.length === 0) return textMessage(words);
  return buttonMessage(isBlank(words) ? richText({ type: 'buttons', items }) : words, native);
}

/** The text, the cards, and below them what cannot be a button, under the titles of its cards. */
function cardBubbles(text: string, content: Cards, shown: Shown): MessageTemplate[] {
  const cards = content.items.map((card) => ({ face: faceOf(card), ...divided(buttonsOf(card), shown) }));
  const below = content.type === 'list' && content.button ? divided([content.button], shown) : undefined;
  const left = cards.flatMap(({ face, lines }) => (lines.length > 0 ? [{ title: face.title, buttons: lines }] : []));
  const [lineBelow] = below?.lines ?? [];
  const rest = richText({ type: 'list', items: left, ...(lineBelow && { button: lineBelow }) });
  return [
    ...(isBlank(text) ? [] : [textMessage(text)]),
    ...shownCards(content.type, cards, below?.native[0]),
    ...(isBlank(rest) ? [] : [textMessage(rest)]),
  ];
}

/** A list if each card has the one button that Chatlayer's lists require, otherwise cards side by side. */
function shownCards(type: Cards['type'], cards: readonly ShownCard[], below: Button | undefined): MessageTemplate[] {
  const rows = cards.flatMap(({ face, native: [button, ...more] }) =>
    button && more.length === 0 ? [{ ...face, button }] : [],
  );
  const isList = rows.length === cards.length && rows.length >= LIST_CARDS.least && rows.length <= LIST_CARDS.most;
  if (type === 'list' && isList) return [listMessage(rows, below)];
  const carousel = carouselMessage(cards.map(({ face, native }) => ({ ...face, buttons: native })));
  return below ? [carousel, buttonMessage(below.title, [below])] : [carousel];
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}
