import { isUtf8 } from 'node:buffer';

/** Runs of well-formed sequences of UTF-8 (RFC 3629, section 4), or else one byte; in Latin-1, so a character is a byte. */
const PARTS =
  /(?:[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}){1,1000}|[\x80-\xff]/g;
/** Surrogates for the bytes 0x80 to 0xff, as Python's `surrogateescape` assigns them. */
const SURROGATES = 0xdc00;

/**
 * The text of bytes that should be UTF-8. Each byte that is not becomes a lone surrogate, and none becomes U+FFFD: in
 * texts U+FFFD replaces it later (`cleanText`), but ids that differ in such bytes must not become one (`storableId`).
 * To refuse the body would lose it: Engage repeats the same bytes, and drops them.
 */
export function losslessText(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  return bytes
    .toString('latin1')
    .replaceAll(PARTS, (part) =>
      part.length > 1
        ? Buffer.from(part, 'latin1').toString('utf8')
        : String.fromCharCode(SURROGATES + part.charCodeAt(0)),
    );
}
