import type { JsonObject } from '#kernel';
import { adaptiveCard } from './adaptive-card.js';
import { buttonLines } from './button-lines.js';
import { isNothing, NOTHING, objectOf, objectsOf, type Shown, shownFile, shownLines, wordsOf } from './shown.js';

/** Kinds of Cognigy's channel-independent format (`data._cognigy._default`), by key. */
const KINDS: Readonly<Record<string, (kind: JsonObject) => Shown>> = {
  _quickReplies: ({ text, quickReplies }) => shownLines(wordsOf(text), buttonLines(quickReplies)),
  _buttons: ({ text, buttons }) => shownLines(wordsOf(text), buttonLines(buttons)),
  _gallery: ({ items }) => shownLines(objectsOf(items).flatMap(itemLines)),
  _list: ({ items, button }) => shownLines(objectsOf(items).flatMap(itemLines), buttonLines(button ? [button] : [])),
  _image: ({ imageUrl, imageAltText }) => shownFile('image', imageUrl, imageAltText),
  _audio: ({ audioUrl, audioAltText }) => shownFile('audio', audioUrl, audioAltText),
  _video: ({ videoUrl, videoAltText }) => shownFile('video', videoUrl, videoAltText),
  _adaptiveCard: ({ adaptiveCard: card }) => adaptiveCard(objectOf(card)),
};

/** The first kind that shows anything; its `fallbackText` where the kind itself cannot be shown. */
export function defaultFormat(format: JsonObject): Shown {
  for (const [key, read] of Object.entries(KINDS)) {
    const kind = objectOf(format[key]);
    const shown = read(kind);
    if (!isNothing(shown)) return shown;
    const fallback = shownLines(wordsOf(kind['fallbackText']), wordsOf(kind['text']));
    if (!isNothing(fallback)) return fallback;
  }
  return NOTHING;
}

function itemLines(item: JsonObject): string[] {
  const { title, subtitle, imageAltText, defaultActionUrl, buttons } = item;
  const heading = [wordsOf(title) || wordsOf(imageAltText), wordsOf(subtitle)].filter(Boolean).join(' – ');
  const link = wordsOf(defaultActionUrl);
  const line = link ? `${heading} (${link})` : heading;
  return [line && `• ${line}`, ...buttonLines(buttons, '  ')];
}
