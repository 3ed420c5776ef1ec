import { isJsonObject, type JsonObject, type JsonValue } from '#kernel';
import { FILES } from './file-host.js';

/** Members that people read or follow, as the three platforms and Engage spell them. */
const READ =
  /^(?:text|body|title|subtitle|url|phoneNumber|item_url|\w+Url|\w+_url|fileUrl|filename|name|chooses|attachment_id)$/;
/** What a shortened title still has. */
const STAYS = 60;

/** What of a saying somebody has to find again at the far end: titles, words, links, phone numbers, files. */
export function readableIn(given: JsonObject): string[] {
  return [...new Set(leavesOf(given))].filter((leaf) => leaf.trim() !== '');
}

function leavesOf(value: JsonValue, name = ''): string[] {
  if (Array.isArray(value))
    return value.flatMap((item) => leavesOf(item, name === 'files' || name === 'urls' ? 'url' : name));
  if (isJsonObject(value)) return Object.entries(value).flatMap(([member, inner]) => leavesOf(inner, member));
  return typeof value === 'string' && READ.test(name) ? [value] : [];
}

/** Those that are nowhere in what arrived. A file of ours is known by its name, words by their lines. */
export function missingFrom(sent: JsonValue, readable: readonly string[]): string[] {
  const arrived = allTextOf(sent);
  return readable.filter((item) => !linesOf(item).every((line) => arrived.includes(line)));
}

function linesOf(item: string): string[] {
  const upload = /^<upload of (.+)>$/.exec(item)?.[1];
  if (upload !== undefined) return [upload];
  if (item.startsWith(`${FILES}/`)) return [item.slice(FILES.length + 1)];
  return item.split('\n').map((line) => line.slice(0, STAYS));
}

function allTextOf(value: JsonValue): string {
  if (Array.isArray(value)) return value.map(allTextOf).join('\n');
  if (isJsonObject(value)) return Object.values(value).map(allTextOf).join('\n');
  return String(value);
}
