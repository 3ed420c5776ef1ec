import type { EngageSettings } from '#tenant-config';
import {
  ForbiddenAddress,
  type OutboundAddressGuard,
  type OutboundAnswer,
  type OutboundClient,
  Unreachable,
} from '#web';
import { MOST_BYTES, refuseLarger } from '../domain/file-limits.js';
import { FileRefused } from '../domain/file-refused.error.js';
import { needsToken } from '../domain/own-engage-file.js';
import { type RemoteFile, RemoteFiles } from '../ports/remote-files.js';
import { chunksOf, type ReadingLimits } from './chunks-of.js';
import { unreachable } from './unreachable.js';

const MOST_REDIRECTS = 3;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
/** Status codes that may be different at the next request, besides 5xx. */
const TEMPORARY: readonly number[] = [408, 425, 429];

export interface RemoteLimits extends ReadingLimits {
  /** Until the host's answer begins, redirects included, in milliseconds. */
  readonly answerMs: number;
}

export const REMOTE_LIMITS: RemoteLimits = {
  answerMs: 10_000,
  idleMs: 10_000,
  totalMs: 600_000,
  mostBytes: MOST_BYTES,
};

/** Reads files over HTTP: every hop is checked by the address guard, and the tenant's token goes to its own Engage only. */
export class HttpRemoteFiles extends RemoteFiles {
  constructor(
    private readonly http: OutboundClient,
    private readonly guard: OutboundAddressGuard,
    private readonly limits: RemoteLimits = REMOTE_LIMITS,
  ) {
    super();
  }

  async open(engage: EngageSettings, address: string, signal: AbortSignal, from = 0): Promise<RemoteFile> {
    const late = new AbortController();
    const deadline = setTimeout(() => late.abort(), this.limits.answerMs);
    try {
      const { answer, url } = await this.follow(engage, address, AbortSignal.any([signal, late.signal]), from);
      return this.remoteFile(answer, url.href, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw refusalOf(error);
    } finally {
      clearTimeout(deadline);
    }
  }

  private async follow(
    engage: EngageSettings,
    address: string,
    signal: AbortSignal,
    from: number,
  ): Promise<{ answer: OutboundAnswer; url: URL }> {
    let url = this.checked(address);
    for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
      const answer = await this.get(withToken(engage, url), signal, from);
      if (!REDIRECTS.includes(answer.status)) return { answer, url };
      answer.body.destroy();
      url = this.checked(String(answer.headers['location'] ?? ''), url);
    }
    throw new FileRefused('not-found', 'The address of the file redirects too often.');
  }

  private get(url: string, signal: AbortSignal, from: number): Promise<OutboundAnswer> {
    const headers: Record<string, string> = {};
    if (from > 0) headers['Range'] = `bytes=${from}-`;
    return this.http.send({ method: 'GET', url, headers }, signal);
  }

  private checked(address: string, base?: URL): URL {
    if (!URL.canParse(address, base?.href)) throw new FileRefused('not-found', 'The file has no address.');
    const url = new URL(address, base);
    if (this.guard.faultOf(url.href))
      throw new FileRefused('forbidden-address', 'The address of the file is not allowed.');
    return url;
  }

  private remoteFile({ status, headers, body }: OutboundAnswer, address: string, signal: AbortSignal): RemoteFile {
    try {
      refuseStatus(status);
      const { start, size } = extentOf(status, headers);
      refuseLarger(size ?? 0, this.limits.mostBytes);
      return {
        chunks: chunksOf(body, this.limits, signal),
        start,
        size,
        contentType: textIn(headers['content-type']),
        contentDisposition: textIn(headers['content-disposition']),
        address,
        close: () => body.destroy(),
      };
    } catch (error) {
      body.destroy();
      throw error;
    }
  }
}

/** The address to call. The token is added at the end, because the query may be signed. */
function withToken(engage: EngageSettings, url: URL): string {
  if (!needsToken(engage, url) || url.searchParams.has('access_token')) return url.href;
  const token = engage.apiAccessToken;
  if (!token) return url.href;
  const called = new URL(url);
  called.search += `${url.search ? '&' : '?'}access_token=${encodeURIComponent(token.reveal())}`;
  return called.href;
}

function refuseStatus(status: number): void {
  if (status >= 200 && status < 300) return;
  if (status >= 500 || TEMPORARY.includes(status)) throw unreachable(`HTTP ${status}`);
  throw new FileRefused('not-found', 'The file no longer exists, or is not public.');
}

function refusalOf(error: unknown): FileRefused {
  if (error instanceof FileRefused) return error;
  if (error instanceof ForbiddenAddress)
    return new FileRefused('forbidden-address', 'The address of the file is not allowed.');
  return unreachable(error instanceof Unreachable ? error.cause : error);
}

/** Offset of the answer's first byte, and size of the whole file. A host that cannot serve a part sends the whole (200). */
function extentOf(status: number, headers: OutboundAnswer['headers']): Pick<RemoteFile, 'start' | 'size'> {
  if (status !== 206) return { start: 0, size: sizeIn(headers['content-length']) };
  const [, start, size] = /^bytes (\d+)-\d+\/(\d+)$/i.exec(textIn(headers['content-range']) ?? '') ?? [];
  if (start === undefined || size === undefined) throw unreachable('HTTP 206');
  return { start: Number(start), size: Number(size) };
}

function sizeIn(header: unknown): number | undefined {
  return typeof header === 'string' && /^\d+$/.test(header) ? Number(header) : undefined;
}

function textIn(header: unknown): string | undefined {
  return typeof header === 'string' ? header : undefined;
}
