import { decodeHTML } from 'entities';
import { tagsOf } from './html-tags.js';

/** What a converter may be given: its time grows with the product of depth and length, and it calls itself for every level. */
const AFFORDABLE = { characters: 20_000, tags: 1_000, depth: 30 };
/** Elements that hold nothing and need no closing tag. */
const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'wbr']);
/** Elements whose content is not meant to be read. */
const UNREAD = new Set(['script', 'style', 'head', 'template']);
/** Elements whose text runs on. */
const INLINE = new Set(
  'a abbr b bdi bdo cite code del em font i ins kbd label mark q s small span strong sub sup u'.split(' '),
);

/**
 * HTML as text: by `convert` while that is cheap, else with its tags taken away in linear time, so that whatever is sent is
 * read by its owner and keeps no one waiting.
 */
export function htmlText(html: string, convert: (html: string) => string): string {
  return isAffordable(html) ? convert(html) : flatText(html);
}

function isAffordable(html: string): boolean {
  if (html.length > AFFORDABLE.characters) return false;
  let tags = 0;
  let depth = 0;
  for (const { name, closes } of tagsOf(html)) {
    tags += 1;
    if (closes) depth -= 1;
    else if (!VOID.has(name)) depth += 1;
    if (tags > AFFORDABLE.tags || depth > AFFORDABLE.depth) return false;
  }
  return true;
}

/** The words between the tags, a line for every block of them. */
export function flatText(html: string): string {
  const words: string[] = [];
  let at = 0;
  let hidden: string | undefined;
  for (const { start, end, name, closes } of tagsOf(html)) {
    if (hidden === undefined) words.push(decodeHTML(collapsed(html.slice(at, start))), INLINE.has(name) ? '' : '\n');
    if (!closes && UNREAD.has(name)) hidden ??= name;
    else if (closes && hidden === name) hidden = undefined;
    at = end;
  }
  if (hidden === undefined) words.push(decodeHTML(collapsed(html.slice(at))));
  return words
    .join('')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim();
}

function collapsed(text: string): string {
  return text.replace(/\s+/g, ' ');
}
