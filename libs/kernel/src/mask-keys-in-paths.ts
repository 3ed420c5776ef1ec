import { decodedText } from './decoded-text.js';

const MASK = '/[redacted]';

/** A link may be followed by the file's name, which comes from the customer. */
const LINKS_TO_FILES = /files(?=[^a-z0-9]+[\w-]{22}\.[\w.-])/i;
/** Only an encoded question mark is part of a path: what follows was meant as the query, which may contain credentials. */
const ENCODED_QUERIES = /(?=\?[^?]*=)/;
/** What may be an address within a text, in JSON too, where backslashes are doubled. */
const ADDRESSES = /(?:[^\s"'\\?]+|\\[\\/])+/g;
const WORDS = /[a-z0-9]+/g;

/** Words of paths that continue with a key, such as `v1` and `chatlayer`. */
const prefixes = new Map<string, readonly string[]>();

/**
 * Declares that paths that begin with the prefix continue with a key that authenticates the caller. From then on
 * `maskKeysInPath` and `maskKeysInPaths` hide these keys, and so do all logs and errors of this process.
 *
 * @param prefix begins and ends with a slash, such as `/v1/chatlayer/`
 */
export function hideKeysAfter(prefix: string): void {
  prefixes.set(prefix, prefix.toLowerCase().match(WORDS) ?? []);
}

/**
 * Hides the keys and signatures in a path without query, however it is written: with encoded characters, further slashes
 * and dot segments, or in capitals. A path that has the words of a prefix in this order counts, even with others between
 * them, and nothing after the last of these words is shown: routers differ in what they read as the same path.
 */
export function maskKeysInPath(path: string): string {
  const { text, endInSource } = decodedText(path);
  const lowerCase = text.toLowerCase();
  const ends = [...prefixes.values()].map((words) => endOf(words, lowerCase));
  const end = Math.min(...ends, endOfMatch(LINKS_TO_FILES, text), endOfMatch(ENCODED_QUERIES, text));
  return end < text.length ? `${path.slice(0, endInSource(end))}${MASK}` : path;
}

/** Hides the keys and signatures in all paths of a text. */
export function maskKeysInPaths(text: string): string {
  return text.replace(ADDRESSES, (address) => (/[/\\%]/.test(address) ? maskKeysInPath(address) : address));
}

/** Where the last of the words ends in a text in lower case, if all occur in this order and something follows; else infinite. */
function endOf(words: readonly string[], text: string): number {
  if (!words.every((word) => text.includes(word))) return Infinity; // most texts, at little cost
  let found = 0;
  for (const { 0: word, index } of text.matchAll(WORDS)) {
    if (word !== words[found] || ++found < words.length) continue;
    const end = index + word.length;
    return /[^/\\]/.test(text.slice(end)) ? end : Infinity;
  }
  return Infinity;
}

function endOfMatch(pattern: RegExp, text: string): number {
  const match = pattern.exec(text);
  return match ? match.index + match[0].length : Infinity;
}
