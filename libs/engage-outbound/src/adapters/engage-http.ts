import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { HttpService } from '@nestjs/axios';
import type { AxiosRequestConfig, AxiosResponse } from 'axios';
import { rethrowOutage } from '#delivery';
import type { Clock, Secret } from '#kernel';
import { traceHeaders } from '#traces';
import {
  type BodyLimits,
  discardBody,
  OUTBOUND_AXIOS_CONFIG,
  type ReadBody,
  readBody,
  retryAfterMs,
  sendOutbound,
} from '#web';
import { EngageRefused } from '../application/engage.errors.js';
import { refusal } from './refusal.js';

/** Engage refuses a longer request, on the Send API with 413. */
export const MAX_REQUEST_BYTES = 20_971_520;
const MAX_ANSWER_BYTES = 5 * 1024 * 1024;
/** Of an answer that is no success, what may tell the reason. */
const REASON: BodyLimits = { mostBytes: 16 * 1024, withinMs: 2_000 };
/** What Engage asks for is followed within these bounds. */
const RETRY_AFTER_MS = { least: 500, most: 60_000 };

/** How axios must behave towards Engage; the agents come from the guard of outbound addresses. */
export const ENGAGE_AXIOS_CONFIG: AxiosRequestConfig = { ...OUTBOUND_AXIOS_CONFIG, maxBodyLength: MAX_REQUEST_BYTES };

export interface EngageCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A stream is sent as it comes, whatever its length; it cannot be sent a second time. */
  readonly body?: string | Readable;
  /** Added to the deadline, for a body that takes its time, in milliseconds. */
  readonly extraMs?: number;
  /** A second one would have a second effect: it is never repeated here, not even past a stale connection. */
  readonly once?: boolean | undefined;
  /** What the call is authenticated with; it is taken out of whatever is said about a failure. */
  readonly credential: Secret;
  /** The body holds a customer's words: what the answer says about it is not repeated. */
  readonly mayQuote?: boolean | undefined;
  /** How much of a success's body is read. Default: 5 MB within the deadline; `nothing`: the status says it all. */
  readonly reads?: BodyLimits | 'nothing' | undefined;
}

export interface EngageAnswer {
  readonly status: number;
  /** A success whose body breaks off is a success: the callers know what they cannot do without it. */
  readonly body: ReadBody;
  /** The moment on Engage's clock, from the `Date` header. */
  readonly date: Date | undefined;
}

/**
 * Speaks HTTP with Engage: one total deadline, no redirects, sizes capped. The status line judges a call, however its body
 * ends. Every failure comes out as one of our errors, without the request's headers or body in it.
 */
export class EngageHttp {
  constructor(
    private readonly http: HttpService,
    private readonly clock: Clock,
    /** From the first byte of the connection to the last of the answer, in milliseconds. */
    private readonly deadlineMs = 10_000,
  ) {}

  /**
   * @throws DestinationOutage when Engage is out of reach, another AppError for every answer that is not 2xx, and the
   * signal's own reason once the caller has aborted
   */
  async exchange(call: EngageCall, signal: AbortSignal): Promise<EngageAnswer> {
    signal.throwIfAborted();
    const { host } = new URL(call.url);
    const { body: sent = '', extraMs = 0, reads, credential, mayQuote = false } = call;
    if (typeof sent === 'string' && Buffer.byteLength(sent) > MAX_REQUEST_BYTES)
      throw new EngageRefused(`The request is larger than the ${MAX_REQUEST_BYTES} bytes that Engage takes.`);
    const deadlineMs = Math.ceil(this.deadlineMs + extraMs);
    const { method, url, once } = call;
    const headers = { ...call.headers, ...traceHeaders() };
    const request = { method, url, headers, body: call.body, deadlineMs, once };
    const response = await sendOutbound(this.http, request, signal).catch(rethrowOutage);
    const { status, data } = response;
    const isSuccess = status >= 200 && status < 300;
    const body = await bodyOf(
      data,
      isSuccess ? (reads ?? { mostBytes: MAX_ANSWER_BYTES, withinMs: deadlineMs }) : REASON,
    );
    signal.throwIfAborted();
    if (isSuccess) return { status, body, date: dateOf(response) };
    throw refusal({ host, status, text: body.text, retryAfterMs: this.retryAfterMs(response), mayQuote }, credential);
  }

  private retryAfterMs({ headers }: AxiosResponse): number | undefined {
    const wait = retryAfterMs(headers['retry-after'], this.clock.millis());
    return wait === undefined ? undefined : Math.min(Math.max(wait, RETRY_AFTER_MS.least), RETRY_AFTER_MS.most);
  }
}

async function bodyOf(data: IncomingMessage, reads: BodyLimits | 'nothing'): Promise<ReadBody> {
  if (reads !== 'nothing') return readBody(data, reads);
  discardBody(data);
  return { text: '', end: 'whole' };
}

/** By the `Date` header, which has no fraction: the moment at the earliest. Our own clock says nothing about Engage's. */
function dateOf(response: AxiosResponse): Date | undefined {
  const second = Date.parse(String(response.headers['date']));
  return Number.isNaN(second) ? undefined : new Date(second);
}
