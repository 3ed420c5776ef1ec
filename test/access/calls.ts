import type { Operation } from './operation.js';

/** Not even JSON: a refusal with a status other than 400 came before the body was read. */
export const UNREADABLE = '{';

export interface Call {
  /** Values for the placeholders of the path. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly headers?: Record<string, string>;
  /** Default: `UNREADABLE`, if the operation has a body. */
  readonly body?: string;
  readonly query?: string;
}

export interface Refusal {
  readonly status: number;
  readonly code: unknown;
  readonly detail: unknown;
  readonly text: string;
}

/** Calls an operation of the service at `url`; missing parameters name objects that do not exist. */
export async function callOperation(
  url: string,
  { method, path }: Operation,
  { parameters = {}, headers = {}, body = UNREADABLE, query = '' }: Call,
): Promise<Refusal> {
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? NOTHING));
  const answer = await fetch(`${url}${address}?${query}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(method !== 'GET' && { body }),
  });
  const text = await answer.text();
  const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json');
  const { code, detail } = (isProblem ? JSON.parse(text) : {}) as { code?: unknown; detail?: unknown };
  return { status: answer.status, code, detail, text };
}

export const bearer = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` });

/** An id and a slug that do not exist. */
export const NOTHING = '8c1f2a34-0000-4000-8000-123456789abc';
