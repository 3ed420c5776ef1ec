import { type JsonObject, readObject, readObjects } from '#kernel';
import { readRichContent } from '#rich-content';
import { adaptiveCard } from './adaptive-card.js';
import { buttonsOf, quickRepliesOf } from './buttons.js';
import { isNothing, NOTHING, type Shown, shownFile, shownLines, withContent, wordsOf } from './shown.js';

/** Kinds of Cognigy's channel-independent format (`data._cognigy._default`), by key. */
const KINDS: Readonly<Record<string, (kind: JsonObject) => Shown>> = {
  _quickReplies: ({ text, quickReplies }) => withContent(shownLines(wordsOf(text)), quickRepliesOf(quickReplies)),
  _buttons: ({ text, buttons }) =>
    withContent(shownLines(wordsOf(text)), readRichContent({ type: 'buttons', items: buttonsOf(buttons) })),
  _gallery: ({ items }) =>
    withContent(NOTHING, readRichContent({ type: 'carousel', items: readObjects(items).map(cardOf) })),
  _list: ({ items, button }) => {
    const [below = null] = buttonsOf([button ?? null]);
    const cards = readObjects(items).map(cardOf);
    return withContent(NOTHING, readRichContent({ type: 'list', items: cards, button: below }));
  },
  _image: ({ imageUrl, imageAltText }) => shownFile('image', imageUrl, imageAltText),
  _audio: ({ audioUrl, audioAltText }) => shownFile('audio', audioUrl, audioAltText),
  _video: ({ videoUrl, videoAltText }) => shownFile('video', videoUrl, videoAltText),
  _adaptiveCard: ({ adaptiveCard: card }) => adaptiveCard(readObject(card)),
};

/** The first kind that shows anything; its `fallbackText` if the kind itself cannot be shown. */
export function defaultFormat(format: JsonObject): Shown {
  for (const [key, read] of Object.entries(KINDS)) {
    const kind = readObject(format[key]);
    const shown = read(kind);
    if (!isNothing(shown)) return shown;
    const fallback = shownLines(wordsOf(kind['fallbackText']), wordsOf(kind['text']));
    if (!isNothing(fallback)) return fallback;
  }
  return NOTHING;
}

function cardOf({ title, subtitle, imageUrl, imageAltText, defaultActionUrl, buttons }: JsonObject): JsonObject {
  return {
    title: wordsOf(title) || wordsOf(imageAltText),
    subtitle: wordsOf(subtitle),
    imageUrl: imageUrl ?? null,
    url: defaultActionUrl ?? null,
    buttons: buttonsOf(buttons),
  };
}
