import { Injectable, Optional } from '@nestjs/common';
import { Circuits, DestinationOutage, rethrowOutage } from '#delivery';
import { Clock, type TenantId } from '#kernel';
import { Traffic, UnwatchedTraffic } from '#tenant-config';
import { traceHeaders } from '#traces';
import { type BodyLimits, discardBody, type OutboundAnswer, OutboundClient, readBody, retryAfterMs } from '#web';
import { BotRejected, BotThrottled, BotUnavailable } from './bot-call.errors.js';

/** Time limit from the look-up of the name to the answer's status line. */
const DEADLINE_MS = 10_000;
/** Limits for the answer to a probe. */
const PROBE_BODY: BodyLimits = { mostBytes: 256 * 1024, withinMs: 2_000 };
const MAX_RETRY_AFTER_MS = 3_600_000;
/** The bot, or a proxy in front of it, does not accept our credentials. */
const CREDENTIALS: readonly (number | undefined)[] = [401, 403];
/** Statuses of a proxy when the bot behind it is not available. */
const OUT_OF_SERVICE: readonly number[] = [502, 503, 504];

/** A JSON document for a bot. */
export interface BotCall {
  /** Default `POST`. */
  readonly method?: 'POST' | 'DELETE';
  /** The tenant of the bot. */
  readonly tenantId: TenantId;
  /** The called service, if one host has several that fail independently; a label of metrics. Default `bot`. */
  readonly service?: string;
  readonly url: string;
  /** Runs before the call; if it throws, the call is not made. */
  readonly admit?: () => Promise<void>;
  readonly headers: Readonly<Record<string, string>>;
  /** During a rotation of a credential: headers with the previous one, for one more try if the bot refuses the new one. */
  readonly formerHeaders?: Readonly<Record<string, string>>;
  /** Sent byte for byte, so that it can be signed. */
  readonly body: string;
}

/** A call for a check: it must have no effect on the bot side. */
export interface BotProbe extends Pick<BotCall, 'url' | 'headers' | 'admit'> {
  readonly method: 'GET' | 'POST';
  readonly body?: string;
}

export interface ProbeAnswer {
  readonly status: number;
  /** The beginning of the body. */
  readonly text: string;
}

type Outgoing = Omit<BotCall, 'method' | 'tenantId'> & { readonly method?: 'GET' | 'POST' | 'DELETE' };

/** Calls the addresses of tenants' bots, with time limits. */
@Injectable()
export class BotHttpClient {
  constructor(
    private readonly http: OutboundClient,
    private readonly clock: Clock,
    private readonly circuits: Circuits,
    @Optional() private readonly traffic: Traffic = new UnwatchedTraffic(),
  ) {}

  /**
   * Posts the document. The status line decides: with any 2xx the bot has it, even if the answer's body fails. Nothing is
   * read from the body.
   *
   * @throws ServicePaused while the bot is not available, DestinationOutage, BotUnavailable, BotThrottled (a repeat may
   * help), BotRejected (it will not), what the address guard throws, and the signal's own reason once the caller has aborted
   */
  async post(call: BotCall, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { tenantId, service: kind = 'bot', url } = call;
    const { host } = new URL(url);
    const line = { tenantId, service: { kind, host } };
    await this.circuits
      .run(line, () => this.exchange(host, call, signal), signal)
      .catch((error: unknown) => {
        if (error instanceof BotRejected && CREDENTIALS.includes(error.status))
          this.traffic.refused(tenantId, 'bot-credentials', `${error.message} The bot refuses our credentials.`);
        throw error;
      });
    this.traffic.accepted(tenantId, 'bot-credentials');
  }

  /**
   * Calls, and returns any answer. Circuits are ignored: a check needs the state of now.
   *
   * @throws DestinationOutage when nothing answers, what the address guard and `admit` throw, and the signal's own reason
   */
  async probe(probe: BotProbe, signal: AbortSignal): Promise<ProbeAnswer> {
    signal.throwIfAborted();
    const { status, body } = await this.answerTo({ ...probe, body: probe.body ?? '' }, signal);
    return { status, text: (await readBody(body, PROBE_BODY)).text };
  }

  private async exchange(host: string, call: BotCall, signal: AbortSignal): Promise<void> {
    const { headers, formerHeaders = headers } = call;
    let answer = await this.answerTo(call, signal);
    discardBody(answer.body);
    if (formerHeaders !== headers && CREDENTIALS.includes(answer.status)) {
      answer = await this.answerTo({ ...call, headers: formerHeaders }, signal);
      discardBody(answer.body);
    }
    this.check(host, answer);
  }

  private async answerTo(call: Outgoing, signal: AbortSignal): Promise<OutboundAnswer> {
    await call.admit?.();
    const { method = 'POST', url, body } = call;
    const headers = { 'Content-Type': 'application/json', ...call.headers, ...traceHeaders() };
    return this.http.send({ method, url, body, headers, deadlineMs: DEADLINE_MS }, signal).catch(rethrowOutage);
  }

  private check(host: string, { status, headers }: OutboundAnswer): void {
    if (status >= 200 && status < 300) return;
    const said = `${host} answered HTTP ${status}.`;
    const retryAfterMs = this.retryAfterMs(headers['retry-after']) ?? this.resetMs(headers);
    if (status === 429) throw new BotThrottled(said, { retryAfterMs });
    if (OUT_OF_SERVICE.includes(status)) throw new DestinationOutage(said, { retryAfterMs });
    if (status >= 500 || status === 408) throw new BotUnavailable(said, { retryAfterMs });
    throw new BotRejected(status < 400 ? `${said} Redirects are not followed: store the final address.` : said, {
      status,
    });
  }

  private retryAfterMs(header: unknown): number | undefined {
    const wait = retryAfterMs(header, this.clock.millis());
    return wait === undefined ? undefined : bounded(wait);
  }

  /** When a used-up budget is refilled: a moment, in seconds or (Chatlayer's documentation has both) milliseconds. */
  private resetMs({
    'x-ratelimit-remaining': left,
    'x-ratelimit-reset': reset,
  }: OutboundAnswer['headers']): number | undefined {
    if (typeof reset !== 'string' || !/^\d+$/.test(reset) || (left !== undefined && left !== '0')) return undefined;
    const moment = Number(reset);
    return bounded((moment > 1e11 ? moment : moment * 1000) - this.clock.millis());
  }
}

function bounded(waitMs: number): number {
  return Math.min(Math.max(waitMs, 0), MAX_RETRY_AFTER_MS);
}
