/** In UTF-16 code units: what stands behind a border tells whether it is one. */
const LONGEST_CHARACTER = 2;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Cuts a text into parts of at most `limit` UTF-16 code units, which never is more than `limit` characters however they are
 * counted. Joined, the parts are the text again. No grapheme is broken, unless one alone is longer than the limit. Only one
 * part is looked at at a time: a search in the whole text takes time for all of it, where it holds no border.
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

/** Up to the last border in the second half of the window, best after a paragraph, a line, a word; else the whole window. */
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

/** Within an overlong grapheme at least no surrogate pair is torn, as long as the limit lets a pair through. */
function insideGrapheme(text: string, end: number): number {
  const tearsPair = (text.codePointAt(end - 1) ?? 0) > 0xffff;
  return tearsPair ? end - 1 : end;
}
