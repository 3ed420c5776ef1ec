import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { Agent, type buildConnector, request as send } from 'undici';
import { AppError } from '#kernel';
import { pastStaleConnection } from './stale-connections.js';
import { Unreachable } from './unreachable.error.js';

/** How long it may take to open a connection, in milliseconds. */
export const CONNECT_MS = 10_000;
/**
 * Headers of every request that does not set them itself; names are in lower case. Answers must not be compressed: they
 * are read as they come.
 */
const HEADERS = { 'user-agent': 'engage-handover', accept: '*/*', 'accept-encoding': 'identity' };

export interface OutboundRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent byte for byte. A stream is sent as it comes, whatever its length; it cannot be sent a second time. */
  readonly body?: string | Readable | undefined;
  /**
   * From the look-up of the name to the last byte of the answer, in milliseconds. Without it, only the caller's signal
   * ends the call.
   */
  readonly deadlineMs?: number;
  /** A repetition would have a second effect: the request is not repeated even after a stale connection. */
  readonly once?: boolean | undefined;
}

export interface OutboundAnswer {
  readonly status: number;
  /** By their names in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** To be read or destroyed: until then it occupies the connection. */
  readonly body: Readable;
}

/**
 * Sends all outgoing calls of this service: one HTTP/1.1 request at a time on each kept-alive connection, whatever the
 * answer's status. No redirect is followed, and no proxy used.
 */
export class OutboundClient {
  private readonly agent: Agent;

  /** @param connect opens connections; by default to any address */
  constructor(connect: buildConnector.connector | buildConnector.BuildOptions = { timeout: CONNECT_MS }) {
    // Callers set the time limits of their requests.
    this.agent = new Agent({ connect, allowH2: false, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
  }

  /**
   * Sends one request. No error contains its address, headers or body.
   *
   * @throws Unreachable when nothing answers in time, ForbiddenAddress, and the signal's own reason once the caller has aborted
   */
  async send(request: OutboundRequest, signal: AbortSignal): Promise<OutboundAnswer> {
    signal.throwIfAborted();
    const { deadlineMs } = request;
    const deadline = deadlineMs === undefined ? undefined : AbortSignal.timeout(deadlineMs);
    try {
      return await this.transfer(request, deadline ? AbortSignal.any([signal, deadline]) : signal);
    } catch (error) {
      signal.throwIfAborted();
      const { host } = new URL(request.url);
      if (deadline?.aborted) throw new Unreachable(`${host} did not answer within ${(deadlineMs ?? 0) / 1000} s.`);
      throw failureOf(host, error);
    }
  }

  private transfer(request: OutboundRequest, signal: AbortSignal): Promise<OutboundAnswer> {
    const { body, once } = request;
    const isStream = body !== undefined && typeof body !== 'string';
    const exchange = (): Promise<OutboundAnswer> => this.exchange(request, signal);
    return once || isStream ? exchange() : pastStaleConnection(exchange);
  }

  private async exchange(request: OutboundRequest, signal: AbortSignal): Promise<OutboundAnswer> {
    const { method, url, body = null } = request;
    const headers = { ...HEADERS, ...inLowerCase(request.headers) };
    const {
      statusCode,
      headers: answered,
      body: read,
    } = await send(url, { dispatcher: this.agent, method, headers, body, signal });
    read.on('error', ignore); // an error without a listener would end the process; the reader of the body also gets it
    return { status: statusCode, headers: answered, body: read };
  }
}

function inLowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** Only code and message of a network error are kept. */
function failureOf(host: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { code, message } =
    error instanceof Error ? (error as NodeJS.ErrnoException) : { code: undefined, message: String(error) };
  const cause = Object.assign(new Error(message), { code });
  return new Unreachable(`${host} cannot be reached (${code ?? 'unknown failure'}).`, { cause });
}

function ignore(): void {}
