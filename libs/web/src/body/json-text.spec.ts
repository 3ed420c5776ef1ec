import { describe, expect, it } from 'vitest';
import { jsonText } from './json-text.js';

const JSON_BYTES = Buffer.from('{"name":"Zoë"}');
const MARK = Buffer.from('\uFEFF');

describe('the JSON of a body', () => {
  it.each([
    [undefined],
    ['application/json'],
    ['Application/JSON'],
    ['application/json;charset=utf-8'],
    ['application/json; Charset="UTF-8"'],
    ["application/json; charset='utf8'"],
    ['application/json; charset=us-ascii'],
    ['application/json; charset='],
    ['application/json; odata=verbose; charset=utf-8'],
    ['application/merge-patch+json'],
    ['application/vnd.acme.v2+json'],
    ['text/plain'],
    ['text/plain; charset=utf-8'],
    ['text/json'],
    ['application/x-www-form-urlencoded'],
    ['application/octet-stream'],
  ])('is read with the content type %s, with and without a byte order mark', (type) => {
    const headers = type === undefined ? {} : { 'content-type': type };
    expect(jsonText(JSON_BYTES, headers)).toEqual(JSON_BYTES);
    expect(jsonText(Buffer.concat([MARK, JSON_BYTES]), headers)).toEqual(JSON_BYTES);
  });

  it.each([
    ['application/json; charset=iso-8859-1', JSON_BYTES, 'UTF-8'],
    ['application/json; charset="utf-16"', JSON_BYTES, 'UTF-8'],
    ['application/json', Buffer.from('{"a":1}', 'utf16le'), 'UTF-8'],
    ['application/json', Buffer.from('\uFEFF{"a":1}', 'utf16le'), 'UTF-8'],
    ['application/json', Buffer.from('\uFEFF{"a":1}', 'utf16le').swap16(), 'UTF-8'],
    [undefined, Buffer.from('{"a":1}', 'utf16le').swap16(), 'UTF-8'],
    ['application/x-www-form-urlencoded', Buffer.from('name=a'), 'application/json'],
    ['text/plain', Buffer.from('hello'), 'application/json'],
    ['application/xml', Buffer.from('<name/>'), 'application/json'],
    ['multipart/form-data; boundary=x', Buffer.from('--x\r\n'), 'application/json'],
  ])('is refused as %s when it is something else, and the error names what is needed', (type, bytes, named) => {
    const headers = type === undefined ? {} : { 'content-type': type };
    expect(() => jsonText(bytes, headers)).toThrow(expect.objectContaining({ kind: 'unsupported' }));
    expect(() => jsonText(bytes, headers)).toThrow(named);
  });

  it.each(['gzip', 'deflate', 'br', 'zstd', 'gzip, identity', 'x-gzip'])(
    'is refused with the encoding %s',
    (encoding) => {
      expect(() => jsonText(JSON_BYTES, { 'content-encoding': encoding })).toThrow('Content-Encoding');
    },
  );

  it('is read with the encoding identity, which means no encoding', () => {
    expect(jsonText(JSON_BYTES, { 'content-encoding': 'Identity' })).toEqual(JSON_BYTES);
  });

  it('may be malformed: its parser reports that', () => {
    const malformed = Buffer.from('name=a');
    expect(jsonText(malformed, { 'content-type': 'application/json' })).toEqual(malformed);
    expect(jsonText(malformed, {})).toEqual(malformed);
  });

  it('is empty for an empty body, whatever the headers', () => {
    const headers = { 'content-type': 'text/xml; charset=latin1', 'content-encoding': 'gzip' };
    expect(jsonText(Buffer.alloc(0), headers)).toHaveLength(0);
  });
});
