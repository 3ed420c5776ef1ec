import { isJsonObject, type JsonObject, type JsonValue } from '#kernel';
import { FILES } from './file-host.js';

/** Members that people read or follow, with the names of the three platforms and of Engage. */
const READ =
  /^(?:text|body|title|subtitle|url|phoneNumber|item_url|\w+Url|\w+_url|fileUrl|filename|name|chooses|attachment_id|content)$/;
/** Characters that a shortened title keeps. */
const STAYS = 60;

/**
 * The parts of a message that must arrive at the other end: titles, texts, links, phone numbers, addresses of files.
 */
export function readableIn(given: JsonObject): string[] {
  return [...new Set(leavesOf(given))].filter((leaf) => leaf.trim() !== '');
}

function leavesOf(value: JsonValue, name = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => leavesOf(item, name));
  if (isJsonObject(value))
    return Object.entries(value).flatMap(([member, inner]) =>
      leavesOf(inner, member === 'payload' && isPhone(value) ? 'phoneNumber' : member),
    );
  if (typeof value !== 'string') return [];
  if (name === 'files') return [`${FILES}/${value}`];
  return READ.test(name) || name === 'urls' ? [value.replace(/^<(?:bytes|upload) of (.+)>$/, `${FILES}/$1`)] : [];
}

function isPhone({ type, contentType }: JsonObject): boolean {
  return type === 'phone_number' || contentType === 'phone_number';
}

/** The parts that have not arrived. A file has arrived if its bytes, a link that opens it, or its own address have. */
export function missingFrom(sent: JsonValue, readable: readonly string[]): string[] {
  const arrived = allTextOf(sent);
  return readable.filter((item) => !isIn(arrived, item));
}

function isIn(arrived: string, item: string): boolean {
  if (!item.startsWith(`${FILES}/`)) return item.split('\n').every((line) => arrived.includes(line.slice(0, STAYS)));
  const name = item.slice(FILES.length + 1);
  return [`<bytes of ${name}>`, ` to ${name}>`, item].some((form) => arrived.includes(form));
}

function allTextOf(value: JsonValue): string {
  if (Array.isArray(value)) return value.map(allTextOf).join('\n');
  if (isJsonObject(value)) return Object.values(value).map(allTextOf).join('\n');
  return String(value);
}
