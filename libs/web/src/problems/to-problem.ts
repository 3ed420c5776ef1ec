import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { AppError, type InputFault } from '#kernel';
import { shownPath } from './shown-path.js';
import { STATUS_OF } from './status-of.js';

/** What is known about a failure before the request is looked at. */
export interface Failure {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly InputFault[];
  readonly members: Readonly<Record<string, unknown>>;
  readonly retryAfterMs: number | undefined;
}

export interface Problem {
  readonly [member: string]: unknown;
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  readonly requestId: string;
  readonly errors?: readonly InputFault[];
}

/** How @fastify/static refuses a path that cannot be a file, such as one with a NUL. */
const NO_FILE = 'FST_STATIC_FORBIDDEN_PATH';

/** Our own texts for failures of the framework: its messages may repeat what the client sent. */
const DETAILS: Readonly<Record<number, string>> = {
  400: 'The request is malformed.',
  404: 'Not found: no operation has this path. /docs lists all operations.',
  405: 'The path does not support this method. /docs lists all operations.',
  413: 'The body is too large.',
  414: 'The address is too long.',
  415: 'The body must be JSON: send `Content-Type: application/json`.',
  416: 'The file has no such part.',
  431: 'The headers are too large.',
};

/** Translates whatever was thrown. Only our own errors show their message; everything unknown is a plain 500. */
export function failureOf(error: unknown): Failure {
  if (error instanceof AppError) {
    const { code, message: detail, errors, members, retryAfterMs } = error;
    return { status: STATUS_OF[error.kind], code, detail, errors, members, retryAfterMs };
  }
  const status = knownStatusOf(error) ?? 500;
  return {
    status,
    code: codeOf(status),
    detail: DETAILS[status] ?? (status < 500 ? 'The request was refused.' : 'The service failed.'),
    errors: [],
    members: {},
    retryAfterMs: undefined,
  };
}

/** The problem document (RFC 9457) of a failure. Only the path of `url` is shown, without keys. */
export function toProblem(failure: Failure, url: string, requestId: string): Problem {
  const { status, code, detail, errors, members } = failure;
  return {
    ...members,
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    instance: shownPath(url),
    code,
    requestId,
    ...(errors.length > 0 && { errors }),
  };
}

function isNoFile(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === NO_FILE;
}

/** Nest's errors have a status, as have Fastify's, whose statuses below 500 are client errors. */
function knownStatusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return isNoFile(error.cause) ? 404 : error.getStatus();
  const { code, statusCode } = (error ?? {}) as { code?: unknown; statusCode?: unknown };
  const isOfFastify = typeof code === 'string' && code.startsWith('FST_');
  return isOfFastify && typeof statusCode === 'number' && statusCode < 500 ? statusCode : undefined;
}

function codeOf(status: number): string {
  if (status === 500) return 'internal';
  const words = (STATUS_CODES[status] ?? 'refused').toLowerCase().replaceAll(/[^a-z]+/g, '-');
  return status < 500 ? `request.${words}` : words;
}
