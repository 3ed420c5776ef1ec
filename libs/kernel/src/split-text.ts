/** In UTF-16 code units. Only the units after a possible border show whether it is one. */
const LONGEST_CHARACTER = 2;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Cuts a text into parts of at most `limit` UTF-16 code units, which is never more than `limit` characters in any way of
 * counting. Joined, the parts are the text. No grapheme is broken, unless one alone is longer than the limit. Only one part is
 * searched at a time: a search in the whole text would read all of it if it had no border.
 */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = [];
  let start = 0;
  while (text.length - start > limit) {
    const window = text.slice(start, start + limit + LONGEST_CHARACTER);
    const wish = wishedLength(window.slice(0, limit), limit);
    const border = graphemes.segment(window).containing(wish)?.index ?? wish;
    const end = border > 0 ? start + border : insideGrapheme(text, start + limit);
    parts.push(text.slice(start, end));
    start = end;
  }
  return [...parts, text.slice(start)];
}

/** Up to the last border in the second half of the window, after a paragraph, else a line, else a word; else the whole window. */
function wishedLength(window: string, limit: number): number {
  const least = limit / 2;
  const line = window.lastIndexOf('\n');
  const border = afterParagraph(window, least) ?? (line >= least ? line + 1 : afterBlank(window, least));
  return border ?? limit;
}

function afterParagraph(window: string, least: number): number | undefined {
  let line = window.lastIndexOf('\n');
  while (line > least) {
    const before = window.lastIndexOf('\n', line - 1);
    if (before >= least && window.slice(before, line).trim() === '') return line + 1;
    line = before;
  }
  return undefined;
}

function afterBlank(window: string, least: number): number | undefined {
  for (let index = window.length - 1; index >= least; index -= 1)
    if ((window[index] ?? '').trim() === '') return index + 1;
  return undefined;
}

/** In an overlong grapheme at least no surrogate pair is broken, if the limit has room for a pair. */
function insideGrapheme(text: string, end: number): number {
  const tearsPair = (text.codePointAt(end - 1) ?? 0) > 0xffff;
  return tearsPair ? end - 1 : end;
}
