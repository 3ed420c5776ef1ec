import { connect } from 'node:net';
import { pick } from '../harness/index.js';

type Random = () => number;

const METHODS = ['GET', 'POST', 'PUT', 'OPTIONS', 'TRACE', 'CONNECT', 'PRI', 'G\0T', 'get', ''];
const TARGETS = [
  '/v1/messages',
  '/handover/rce/acme',
  '/admin/tenants',
  '*',
  'http://evil.example/',
  '/%',
  '/\u00ff',
  `/${'a'.repeat(20_000)}`,
  '',
];
const VERSIONS = ['HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/9.9', 'HTTP', ''];
const HEADERS = [
  'host: x',
  'host: x\r\nhost: y',
  'content-length: 5',
  'content-length: -1',
  'content-length: 5\r\ncontent-length: 6',
  'content-length: 99999999999999999999',
  'content-length: 5\r\ntransfer-encoding: chunked',
  'transfer-encoding: chunked',
  'transfer-encoding: chunked, identity',
  'transfer-encoding: xchunked',
  'expect: 100-continue',
  'expect: 200-maybe',
  'connection: upgrade\r\nupgrade: websocket',
  'connection: close',
  'content-type: application/json',
  'content-encoding: gzip',
  'x-dimelo-secret: \u00ff',
  'no colon',
  ': no name',
  ' folded: line',
  `x: ${'y'.repeat(20_000)}`,
];
const BODIES = [
  '',
  '{}',
  'hello',
  '5\r\nhello\r\n0\r\n\r\n',
  'zz\r\nhello\r\n',
  '0\r\n\r\nGET /health/live HTTP/1.1\r\nhost: x\r\n\r\n',
  '\0'.repeat(500),
];
/** How long a caller waits; one that sends too little would get its answer later. */
const PATIENCE_MS = 150;

/** The answers to a raw caller. */
export interface RawAnswer {
  readonly sent: string;
  /** Statuses of all answers on the connection. */
  readonly statuses: readonly number[];
}

/** Bytes that resemble HTTP. @param label a header of the requests in them, e.g. `x: 1` */
export function rawBytes(random: Random, label: string): string {
  if (random() < 0.1)
    return Array.from({ length: 200 }, () => String.fromCharCode(Math.floor(random() * 256))).join('');
  const headers = Array.from({ length: Math.floor(random() * 5) }, () => pick(HEADERS, random));
  if (random() < 0.7) headers.unshift('host: x');
  headers.unshift(label);
  const line = [pick(METHODS, random), pick(TARGETS, random), pick(VERSIONS, random)].join(
    random() < 0.95 ? ' ' : '\t',
  );
  const request = `${[line, ...headers].join('\r\n')}\r\n\r\n${pick(BODIES, random)}`;
  const cut = random() < 0.2 ? request.slice(0, Math.floor(random() * request.length)) : request;
  return random() < 0.1 ? cut.repeat(10) : cut;
}

/** Sends them on a new connection, which it closes after a moment. */
export function sendRaw(url: string, bytes: string): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let received = '';
    const patience = setTimeout(() => socket.destroy(), PATIENCE_MS);
    socket.setEncoding('latin1').on('data', (data: string) => (received += data));
    socket.on('error', () => undefined); // cut off by the other side
    socket.on('close', () => {
      clearTimeout(patience);
      const statuses = [...received.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));
      resolve({ sent: bytes, statuses });
    });
    socket.end(bytes, 'latin1');
  });
}
