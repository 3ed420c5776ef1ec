import { cleanJson, type JsonObject, type JsonValue } from '#kernel';
import { readRichContent, type RichContent } from '#rich-content';
import { firstText, objectIn, objectsIn, textIn, urlIn } from './foreign-json.js';

/** A bot's quick replies. Payloads are opaque and kept as they are. */
export function quickRepliesIn(replies: JsonValue | undefined): RichContent | undefined {
  const items = objectsIn(replies).map(({ title, payload = null, image_url: imageUrl = null }) => ({
    title: title ?? null,
    payload,
    imageUrl,
  }));
  return readRichContent(cleanJson({ type: 'quick_replies', items }));
}

/** What a bot's template offers: `button`, `generic` (cards side by side) or `list`, which has one button below it. */
export function templateContent(payload: JsonObject): RichContent | undefined {
  const cards = objectsIn(payload['elements']).map(cardOf);
  const buttons = buttonsOf(payload['buttons']);
  if (cards.length === 0) return readRichContent({ type: 'buttons', items: buttons });
  const isList = payload['template_type'] === 'list' || buttons.length > 0;
  return readRichContent({ type: isList ? 'list' : 'carousel', items: cards, button: buttons[0] ?? null });
}

/** The longitude is called `long`. */
export function locationIn({ lat = null, long = null }: JsonObject): RichContent | undefined {
  return readRichContent({ type: 'location', latitude: lat, longitude: long });
}

/** Where a click leads stands in `default_action`, or in `item_url`. */
function cardOf({
  title,
  subtitle,
  image_url: image,
  item_url: item,
  default_action: action,
  buttons,
}: JsonObject): JsonObject {
  return {
    title: textIn(title) ?? '',
    subtitle: textIn(subtitle) ?? '',
    imageUrl: urlIn(image) ?? null,
    url: urlIn(objectIn(action)['url']) ?? urlIn(item) ?? null,
    buttons: buttonsOf(buttons),
  };
}

function buttonsOf(buttons: JsonValue | undefined): JsonObject[] {
  return objectsIn(buttons).map(buttonOf);
}

/** The payload of a phone button is its number. A button that leads nowhere still shows its title. */
function buttonOf({ title, type, url, payload }: JsonObject): JsonObject {
  const carried = textIn(payload) ?? null;
  const target = urlIn(url);
  if (type === 'web_url' && target) return { type: 'url', title: firstText(title, target) ?? '', url: target };
  if (type === 'phone_number' && carried)
    return { type: 'phone', title: firstText(title, payload) ?? '', phoneNumber: carried };
  return { type: 'reply', title: textIn(title) ?? '', payload: carried };
}
