import { decodeHTML } from 'entities';
import { tagsOf } from './html-tags.js';

/** Limits for input of the converter: its time grows with depth × length, and it recurses at every level. */
const AFFORDABLE = { characters: 20_000, tags: 1_000, depth: 30 };
/** Elements without content and without a closing tag. */
const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'wbr']);
/** Elements whose content is not meant to be read. */
const UNREAD = new Set(['script', 'style', 'head', 'template']);
/** Elements that do not begin a new line. */
const INLINE = new Set(
  'a abbr b bdi bdo cite code del em font i ins kbd label mark q s small span strong sub sup u'.split(' '),
);

/**
 * HTML as text: by `convert` while that is cheap, otherwise by removing the tags in linear time. So every input can be
 * read, and none makes others wait.
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

/** The words between the tags, one line for each block. */
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
