/** A JSON value of a given size, as text: some would be too large to build from values. */
export type JsonShape = (bytes: number) => string;

/** As many repetitions as fit. */
function repeated(unit: string, bytes: number, most = Infinity): string[] {
  return Array.from({ length: Math.max(0, Math.min(most, Math.floor(bytes / (unit.length + 1)))) }, () => unit);
}

function list(item: string, most?: number): JsonShape {
  return (bytes) => `[${repeated(item, bytes - 2, most).join(',')}]`;
}

function members(unit: (index: string) => string, most?: number): JsonShape {
  return (bytes) =>
    `{${repeated(unit('zzzz'), bytes - 2, most)
      .map((_, index) => unit(index.toString(36)))
      .join(',')}}`;
}

function text(unit: string): JsonShape {
  return (bytes) => `"${unit.repeat(Math.max(0, Math.floor((bytes - 2) / Buffer.byteLength(unit))))}"`;
}

function nested(open: string, close: string, most = Infinity): JsonShape {
  return (bytes) => {
    const levels = Math.min(most, Math.floor((bytes - 1) / (open.length + close.length)));
    return `${open.repeat(levels)}1${close.repeat(levels)}`;
  };
}

/** Bodies that every route refuses: beyond every limit, or not JSON at all. */
export const OVERSIZED: Readonly<Record<string, JsonShape>> = {
  'unknown members': members((key) => `"k${key}":1`),
  'one key again and again': (bytes) => `{${repeated('"k":1', bytes - 2).join(',')}}`,
  'keys that are numbers': members((key) => `"${parseInt(key, 36) * 7}":{}`),
  numbers: list('1'),
  'long numbers': list('9234567890123457.5e-3'),
  'one number': (bytes) => `[${'9'.repeat(bytes - 2)}]`,
  'one key': (bytes) => `{"${'k'.repeat(bytes - 6)}":1}`,
  'empty objects': list('{}'),
  'empty texts': list('""'),
  lists: nested('[', ']'),
  objects: nested('{"a":', '}'),
  'lists that never end': (bytes) => '['.repeat(bytes),
  blanks: (bytes) => `${' '.repeat(bytes - 2)}{}`,
  nothing: (bytes) => '\0'.repeat(bytes),
  'a text that never ends': (bytes) => `"${'\\"'.repeat((bytes - 1) / 2)}`,
  protos: list('{"__proto__":1}'),
};

/** Valid JSON just below the limits, in place of a text. */
export const TEXTS: Readonly<Record<string, JsonShape>> = {
  letters: text('a'),
  blanks: text(' '),
  lines: text('\\n \\n'),
  digits: text('9'),
  slashes: text('/'),
  tags: text('<p>x'),
  'tags that never end': text('<a '),
  entities: text('&lt;'),
  'lone surrogates': text('\\ud83d'),
  emoji: text('👩‍👩‍👧'),
  accents: text('e\u0301\u0301\u0301'),
  'addresses of many labels': (bytes) => `"https://${'ü.'.repeat(Math.floor(bytes / 3) - 4)}"`,
  'addresses of one label': (bytes) => `"https://${'ü'.repeat(Math.floor(bytes / 2) - 6)}"`,
  dates: text('1('),
  'JSON in JSON': (bytes) => JSON.stringify(list('{}')(bytes / 2)),
};

/** The same in place of a list or object; the counts are within the limits of our own API. */
export const STRUCTURES: Readonly<Record<string, JsonShape>> = {
  'empty objects': list('{}', 6_900),
  'different texts': (bytes) =>
    `[${repeated('"zzzzz"', bytes)
      .slice(0, 24_900)
      .map((_, index) => `"t${index}"`)
      .join(',')}]`,
  'empty lists': list('[]', 6_900),
  'long texts': (bytes) => list(text('x')(bytes / 20))(bytes),
  members: members((key) => `"k${key}":1`, 24_900),
  'members of many scripts': members((key) => `"имя客${key}":"1"`, 24_900),
  'members for 64 KB': (bytes) => members((key) => `"é${key}":1`)(Math.min(bytes, 64_000)),
  'objects by name': members((key) => `"k${key}":{}`, 6_900),
  'objects in objects': nested('{"a":', '}', 95),
  'lists in lists': nested('[', ']', 95),
  'lists side by side': list(list('1')(500), 90),
};
