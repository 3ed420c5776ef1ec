const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Where to break a text, best first: after a paragraph, a line, a word. */
const BORDERS = [/\n\s*\n/g, /\n/g, /\s/g];

/**
 * Cuts a text into parts of at most `limit` UTF-16 code units, which never is more than `limit` characters however they are
 * counted. Joined, the parts are the text again. No grapheme is broken, unless one alone is longer than the limit.
 */
export function splitText(text: string, limit: number): string[] {
  const segments = graphemes.segment(text);
  const parts: string[] = [];
  let start = 0;
  while (text.length - start > limit) {
    const wish = start + wishedLength(text.slice(start, start + limit), limit);
    const border = segments.containing(wish)?.index ?? wish;
    const end = border > start ? border : insideGrapheme(text, start + limit);
    parts.push(text.slice(start, end));
    start = end;
  }
  return [...parts, text.slice(start)];
}

/** Up to the last border in the second half of the window, else the whole window. */
function wishedLength(window: string, limit: number): number {
  for (const border of BORDERS) {
    const last = [...window.matchAll(border)].at(-1);
    if (last && last.index >= limit / 2) return last.index + last[0].length;
  }
  return limit;
}

/** Within an overlong grapheme at least no surrogate pair is torn, as long as the limit lets a pair through. */
function insideGrapheme(text: string, end: number): number {
  const tearsPair = (text.codePointAt(end - 1) ?? 0) > 0xffff;
  return tearsPair ? end - 1 : end;
}
