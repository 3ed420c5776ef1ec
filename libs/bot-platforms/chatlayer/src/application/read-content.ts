import { cleanJson, type JsonObject, type JsonValue, readObject, readObjects } from '#kernel';
import { readRichContent, type RichContent } from '#rich-content';
import { firstWords, urlIn, wordsIn } from './read-words.js';

/** A bot's quick replies. Payloads are opaque and kept as they are. */
export function quickRepliesIn(replies: JsonValue | undefined): RichContent | undefined {
  const items = readObjects(replies).map(({ title, payload = null, image_url: imageUrl = null }) => ({
    title: title ?? null,
    payload,
    imageUrl,
  }));
  return readRichContent(cleanJson({ type: 'quick_replies', items }));
}

/** The content of a bot's template: `button`, `generic` (cards side by side) or `list`, which has one button below it. */
export function templateContent(payload: JsonObject): RichContent | undefined {
  const cards = readObjects(payload['elements']).map(cardOf);
  const buttons = buttonsOf(payload['buttons']);
  if (cards.length === 0) return readRichContent({ type: 'buttons', items: buttons });
  const isList = payload['template_type'] === 'list' || buttons.length > 0;
  return readRichContent({ type: isList ? 'list' : 'carousel', items: cards, button: buttons[0] ?? null });
}

/** The longitude is called `long`. */
export function locationIn({ lat = null, long = null }: JsonObject): RichContent | undefined {
  return readRichContent({ type: 'location', latitude: lat, longitude: long });
}

/** The address of a click is in `default_action` or in `item_url`. */
function cardOf({
  title,
  subtitle,
  image_url: image,
  item_url: item,
  default_action: action,
  buttons,
}: JsonObject): JsonObject {
  return {
    title: wordsIn(title) ?? '',
    subtitle: wordsIn(subtitle) ?? '',
    imageUrl: urlIn(image) ?? null,
    url: urlIn(readObject(action)['url']) ?? urlIn(item) ?? null,
    buttons: buttonsOf(buttons),
  };
}

function buttonsOf(buttons: JsonValue | undefined): JsonObject[] {
  return readObjects(buttons).map(buttonOf);
}

/** The payload of a phone button is its number. A button without a target still shows its title. */
function buttonOf({ title, type, url, payload }: JsonObject): JsonObject {
  const carried = wordsIn(payload) ?? null;
  const target = urlIn(url);
  if (type === 'web_url' && target) return { type: 'url', title: firstWords(title, target) ?? '', url: target };
  if (type === 'phone_number' && carried)
    return { type: 'phone', title: firstWords(title, payload) ?? '', phoneNumber: carried };
  return { type: 'reply', title: wordsIn(title) ?? '', payload: carried };
}
