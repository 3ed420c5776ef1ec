import type { IncomingHttpHeaders } from 'node:http';
import { UnsupportedBody } from './body.errors.js';

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;
const CHARSET = /;\s*charset\s*=\s*["']?([^"';,\s]*)/i;
/** ASCII is a part of UTF-8. */
const UTF_8 = /^(?:utf-?8|(?:us-)?ascii)?$/i;
/** Every second byte of a JSON text in UTF-16 is zero at its beginning, after a byte order mark or without. */
const UTF_16 = /^(?:(?:\xff\xfe)?[^\0]\0|(?:\xfe\xff)?\0[^\0])/;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** How an object or a list begins. */
const STRUCTURE = /^\s*[{[]/;

type Headers = Pick<IncomingHttpHeaders, 'content-type' | 'content-encoding'>;

/**
 * The JSON text in UTF-8 of a body, without a byte order mark. Programs send JSON with many content types, or with
 * none, so the type only matters for bodies that do not look like JSON.
 *
 * @throws UnsupportedBody for a compressed body, another charset, or anything except JSON
 */
export function jsonText(bytes: Buffer, headers: Headers): Buffer {
  if (bytes.length === 0) return bytes;
  const { 'content-type': type = '', 'content-encoding': encoding = '' } = headers;
  if (!/^(?:identity)?$/i.test(encoding.trim()))
    throw new UnsupportedBody('The body is compressed, which is not supported. Send it without Content-Encoding.');
  if (!isUtf8(bytes, type)) throw new UnsupportedBody('The body must be JSON in UTF-8.');
  const text = withoutMark(bytes);
  if (type === '' || JSON_TYPE.test(type) || STRUCTURE.test(beginningOf(text))) return text;
  throw new UnsupportedBody('The body must be JSON: send `Content-Type: application/json`.');
}

function isUtf8(bytes: Buffer, type: string): boolean {
  return UTF_8.test(CHARSET.exec(type)?.[1] ?? '') && !UTF_16.test(beginningOf(bytes));
}

function withoutMark(bytes: Buffer): Buffer {
  const hasMark = bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
  return hasMark ? bytes.subarray(BYTE_ORDER_MARK.length) : bytes;
}

function beginningOf(bytes: Buffer): string {
  return bytes.subarray(0, 64).toString('latin1');
}
