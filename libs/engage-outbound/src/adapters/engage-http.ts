import type { Readable } from 'node:stream';
import { rethrowOutage } from '#delivery';
import { type Clock, readInstant, type Secret } from '#kernel';
import { traceHeaders } from '#traces';
import {
  type BodyLimits,
  discardBody,
  type OutboundAnswer,
  type OutboundClient,
  type ReadBody,
  readBody,
  retryAfterMs,
} from '#web';
import { EngageRefused } from '../application/engage.errors.js';
import { refusal } from './refusal.js';

/** Engage refuses a longer request, on the Send API with 413. */
export const MAX_REQUEST_BYTES = 20_971_520;
const MAX_ANSWER_BYTES = 5 * 1024 * 1024;
/** The part of a failed answer that may contain the reason. */
const REASON: BodyLimits = { mostBytes: 16 * 1024, withinMs: 2_000 };
/** A wait that Engage requests is respected within these limits. */
const RETRY_AFTER_MS = { least: 500, most: 60_000 };

export interface EngageCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A stream is sent as it comes, whatever its length; it cannot be sent a second time. */
  readonly body?: string | Readable;
  /** Added to the deadline, for a slow body, in milliseconds. */
  readonly extraMs?: number;
  /** A repetition would have a second effect: the call is never repeated here, not even after a stale connection. */
  readonly once?: boolean | undefined;
  /** The credential of the call; it is removed from all error messages. */
  readonly credential: Secret;
  /** The body contains a customer's text: what the answer says about it is not repeated. */
  readonly mayQuote?: boolean | undefined;
  /**
   * How much of the body of a success is read. Default: 5 MB within the deadline; `nothing`: only the status matters.
   */
  readonly reads?: BodyLimits | 'nothing' | undefined;
}

export interface EngageAnswer {
  readonly status: number;
  /** A success with an incomplete body is a success: the callers know what they need from the body. */
  readonly body: ReadBody;
  /** The time on Engage's clock, from the `Date` header. */
  readonly date: Date | undefined;
}

/**
 * HTTP calls to Engage: one total deadline, no redirects, limited sizes. The status line decides the result of a call,
 * however its body ends. Every failure becomes one of our errors, without the request's headers or body in it.
 */
export class EngageHttp {
  constructor(
    private readonly http: OutboundClient,
    private readonly clock: Clock,
    /** From the start of the connection to the last byte of the answer, in milliseconds. */
    private readonly deadlineMs = 10_000,
  ) {}

  /**
   * @throws DestinationOutage when Engage cannot be reached, another AppError for every answer that is not 2xx, and the
   * signal's own reason once the caller has aborted
   */
  async exchange(call: EngageCall, signal: AbortSignal): Promise<EngageAnswer> {
    signal.throwIfAborted();
    const { host } = new URL(call.url);
    const { body: sent = '', extraMs = 0, reads, credential, mayQuote = false } = call;
    if (typeof sent === 'string' && Buffer.byteLength(sent) > MAX_REQUEST_BYTES)
      throw new EngageRefused(`The request is larger than the ${MAX_REQUEST_BYTES} bytes that Engage accepts.`);
    const deadlineMs = Math.ceil(this.deadlineMs + extraMs);
    const { method, url, once } = call;
    const headers = { ...call.headers, ...traceHeaders() };
    const request = { method, url, headers, body: call.body, deadlineMs, once };
    const answer = await this.http.send(request, signal).catch(rethrowOutage);
    const { status } = answer;
    const isSuccess = status >= 200 && status < 300;
    const body = await bodyOf(
      answer.body,
      isSuccess ? (reads ?? { mostBytes: MAX_ANSWER_BYTES, withinMs: deadlineMs }) : REASON,
    );
    signal.throwIfAborted();
    if (isSuccess) return { status, body, date: dateOf(answer) };
    throw refusal({ host, status, text: body.text, retryAfterMs: this.retryAfterMs(answer), mayQuote }, credential);
  }

  private retryAfterMs({ headers }: OutboundAnswer): number | undefined {
    const wait = retryAfterMs(headers['retry-after'], this.clock.millis());
    return wait === undefined ? undefined : Math.min(Math.max(wait, RETRY_AFTER_MS.least), RETRY_AFTER_MS.most);
  }
}

async function bodyOf(data: OutboundAnswer['body'], reads: BodyLimits | 'nothing'): Promise<ReadBody> {
  if (reads !== 'nothing') return readBody(data, reads);
  discardBody(data);
  return { text: '', end: 'whole' };
}

/**
 * From the `Date` header, which has no fraction: the earliest possible time. Our own clock says nothing about Engage's.
 */
function dateOf({ headers }: OutboundAnswer): Date | undefined {
  return readInstant(headers['date']);
}
