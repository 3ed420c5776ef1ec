import { type Document, templateOf } from '../blocking/templates.js';
import { type Callers, pick } from '../harness/index.js';
import { anyJson } from './json-grammar.js';
import { mutated } from './mutation.js';
import type { FuzzedCall } from './fuzzed-call.js';

type Random = () => number;

export interface Operation {
  readonly method: string;
  /** With placeholders as `{name}`. */
  readonly path: string;
  readonly query: readonly string[];
}

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { parameters?: { in: string; name: string }[] }>>>>;
}

const SEGMENTS = [
  '%00',
  '%ED%A0%80',
  '..%2F..%2Fetc',
  'x'.repeat(2_000),
  '__proto__',
  "'",
  '%F0%9F%98%80',
  '0',
  'nobody',
];
const QUERY_VALUES = [
  '',
  '0',
  '-1',
  '200',
  '1e9',
  'x',
  '%00',
  '%25',
  'true',
  'acme',
  'x'.repeat(1_000),
  '%F0%9F%98%80',
  '[]',
  'null',
];
/** Operations that call other services, whose speed is not tested. */
const CALLS_OTHERS = /\/(checks|provision)$/;

/** Every operation of the API document. */
export function operationsOf(document: Document): Operation[] {
  return Object.entries((document as unknown as Described).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [] }]) => ({
      method: method.toUpperCase(),
      path,
      query: parameters.filter((one) => one.in === 'query').map(({ name }) => name),
    })),
  );
}

/** A call of the operation with valid credentials and random data. */
export function callOf(operation: Operation, document: Document, callers: Callers, random: Random): FuzzedCall {
  const { method, path } = operation;
  const route = path.replaceAll(/\{(\w+)\}/g, ':$1');
  const caller = callers.of(route);
  // `acme` and the other tenants with a special role must not change.
  const keepsData = method !== 'DELETE' && !CALLS_OTHERS.test(path);
  const given = keepsData ? caller.parameters : { ...caller.parameters, slug: 'nobody' };
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    random() < 0.8 ? (given[name] ?? 'x') : pick(SEGMENTS, random),
  );
  const query = [
    caller.query ?? '',
    ...operation.query.filter(() => random() < 0.5).map((name) => `${name}=${pick(QUERY_VALUES, random)}`),
  ];
  const body = method === 'GET' ? undefined : bodyOf(operation, document, random);
  const headers = { 'content-type': contentType(random), ...caller.headers(body ?? '') };
  return { what: `${method} ${path}`, method, path: `${address}?${query.filter(Boolean).join('&')}`, headers, body };
}

function contentType(random: Random): string {
  const unusual = [
    'text/plain',
    'application/merge-patch+json',
    'application/json; charset=utf-16',
    ';;;',
    'multipart/form-data',
  ];
  return random() < 0.9 ? 'application/json' : pick(unusual, random);
}

function bodyOf({ method, path }: Operation, document: Document, random: Random): string {
  const example = templateOf(document, method, path.replaceAll(/\{(\w+)\}/g, ':$1'))?.example;
  return example === undefined || random() < 0.15 ? anyJson(random) : mutated(JSON.stringify(example), random);
}
