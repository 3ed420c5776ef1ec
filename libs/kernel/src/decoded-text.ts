const ESCAPE = /^%[\da-f]{2}$/i;

export interface DecodedText {
  readonly text: string;
  /** Where the first `length` characters of `text` end in the text that was decoded. */
  readonly endInSource: (length: number) => number;
}

/**
 * Decodes percent-encoding, however many times it was applied, in one pass. Every encoded byte becomes one character:
 * enough to find ASCII text, not to show the result.
 */
export function decodedText(source: string): DecodedText {
  if (!source.includes('%')) return { text: source, endInSource: (length) => length };
  const characters: string[] = [];
  const ends: number[] = [];
  for (let at = 0; at < source.length; at++) {
    characters.push(source.charAt(at));
    ends.push(at + 1);
    // a decoded character may complete another escape: %2563 is %63, which is c
    for (let byte = lastEscape(characters); byte !== undefined; byte = lastEscape(characters)) {
      characters.splice(-3, 3, String.fromCharCode(byte));
      ends.splice(-3, 3, at + 1);
    }
  }
  return { text: characters.join(''), endInSource: (length) => ends[length - 1] ?? 0 };
}

/** The byte of the escape that the characters end with. */
function lastEscape(characters: readonly string[]): number | undefined {
  if (characters.at(-3) !== '%') return undefined;
  const escape = characters.slice(-3).join('');
  return ESCAPE.test(escape) ? Number.parseInt(escape.slice(1), 16) : undefined;
}
