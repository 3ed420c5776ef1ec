import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { HttpService } from '@nestjs/axios';
import { type AxiosRequestConfig, type AxiosResponse, isAxiosError } from 'axios';
import { AppError } from '#kernel';
import { pastStaleSocket } from './past-stale-socket.js';
import { Unreachable } from './unreachable.error.js';

/** How axios must behave towards everyone: nothing is followed, proxied, parsed or judged. The agents are the address guard's. */
export const OUTBOUND_AXIOS_CONFIG: AxiosRequestConfig = {
  maxRedirects: 0,
  proxy: false,
  responseType: 'stream',
  transformRequest: [(data: unknown) => data],
  transformResponse: [(data: unknown) => data],
  validateStatus: () => true,
  headers: { 'User-Agent': 'engage-handover' },
};

export interface OutboundRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent byte for byte. A stream is sent as it comes, whatever its length; it cannot be sent a second time. */
  readonly body?: string | Readable | undefined;
  /** From the look-up of the name to the last byte of the answer, in milliseconds. Left out: the caller's signal ends it. */
  readonly deadlineMs?: number;
  /** A second one would have a second effect: it is not even repeated past a stale connection. */
  readonly once?: boolean | undefined;
}

/**
 * Sends one request, and answers what came back, whatever its status. The one way out of this service: no failure holds the
 * request's address, headers or body.
 *
 * @throws Unreachable when nothing answers in time, ForbiddenAddress, and the signal's own reason once the caller has aborted
 */
export async function sendOutbound(
  http: HttpService,
  request: OutboundRequest,
  signal: AbortSignal,
): Promise<AxiosResponse<IncomingMessage>> {
  signal.throwIfAborted();
  const { deadlineMs } = request;
  const deadline = deadlineMs === undefined ? undefined : AbortSignal.timeout(deadlineMs);
  try {
    return await transfer(http, request, deadline ? AbortSignal.any([signal, deadline]) : signal);
  } catch (error) {
    signal.throwIfAborted();
    const { host } = new URL(request.url);
    if (deadline?.aborted) throw new Unreachable(`${host} did not answer within ${(deadlineMs ?? 0) / 1000} s.`);
    throw failureOf(host, error);
  }
}

function transfer(
  http: HttpService,
  { method, url, headers, body, once }: OutboundRequest,
  signal: AbortSignal,
): Promise<AxiosResponse<IncomingMessage>> {
  const isStream = body !== undefined && typeof body !== 'string';
  const config: AxiosRequestConfig = { method, url, headers: { ...headers }, data: body, signal };
  if (isStream) config.maxBodyLength = Number.POSITIVE_INFINITY;
  const send = (): Promise<AxiosResponse<IncomingMessage>> => http.axiosRef.request<IncomingMessage>(config);
  return once || isStream ? send() : pastStaleSocket(send);
}

/** axios hangs the whole request, credentials included, on its errors: only code and words are kept. */
function failureOf(host: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isAxiosError(error) && error.cause instanceof AppError) return error.cause;
  const { code, message } =
    error instanceof Error ? (error as NodeJS.ErrnoException) : { code: undefined, message: String(error) };
  const cause = Object.assign(new Error(message), { code });
  return new Unreachable(`${host} cannot be reached (${code ?? 'unknown failure'}).`, { cause });
}
