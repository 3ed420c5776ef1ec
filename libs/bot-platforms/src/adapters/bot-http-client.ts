import { HttpService } from '@nestjs/axios';
import { Injectable, Optional } from '@nestjs/common';
import { Circuits, DestinationOutage, rethrowOutage } from '#delivery';
import { Clock, type TenantId } from '#kernel';
import { Traffic, UnwatchedTraffic } from '#tenant-config';
import { traceHeaders } from '#traces';
import { type BodyLimits, discardBody, OUTBOUND_AXIOS_CONFIG, readBody, retryAfterMs, sendOutbound } from '#web';
import type { AxiosRequestConfig, AxiosResponse } from 'axios';
import type { IncomingMessage } from 'node:http';
import { BotRejected, BotThrottled, BotUnavailable } from './bot-call.errors.js';

/** From the look-up of the name to the answer's status line. */
const DEADLINE_MS = 10_000;
/** Of the answer to a probe. */
const PROBE_BODY: BodyLimits = { mostBytes: 256 * 1024, withinMs: 2_000 };
const MAX_RETRY_AFTER_MS = 3_600_000;
/** The bot, or what guards it, does not accept who calls. */
const CREDENTIALS: readonly (number | undefined)[] = [401, 403];
/** Said by what stands before a bot when the bot itself is away. */
const OUT_OF_SERVICE: readonly number[] = [502, 503, 504];

/** How axios must behave towards bots. The agents are the guard's. */
export const BOT_AXIOS_CONFIG: AxiosRequestConfig = {
  ...OUTBOUND_AXIOS_CONFIG,
  decompress: false,
  headers: { ...OUTBOUND_AXIOS_CONFIG.headers, 'Content-Type': 'application/json' },
};

/** A JSON document for a bot. */
export interface BotCall {
  /** Default `POST`. */
  readonly method?: 'POST' | 'DELETE';
  /** Whose bot it is. */
  readonly tenantId: TenantId;
  /** What is called there, where one host serves several things that fail each on its own; a label of metrics. Default `bot`. */
  readonly service?: string;
  readonly url: string;
  /** Asked before the call is made; what it throws keeps it from being made. */
  readonly admit?: () => Promise<void>;
  readonly headers: Readonly<Record<string, string>>;
  /** While a credential is rotated: for one more try with the one before, where the bot refuses the new one. */
  readonly formerHeaders?: Readonly<Record<string, string>>;
  /** Sent byte for byte, so that it can be signed. */
  readonly body: string;
}

/** A call that only looks: it must have no effect on the bot side. */
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

/** Calls the addresses that tenants give for their bots, bounded in time. */
@Injectable()
export class BotHttpClient {
  constructor(
    private readonly http: HttpService,
    private readonly clock: Clock,
    private readonly circuits: Circuits,
    @Optional() private readonly traffic: Traffic = new UnwatchedTraffic(),
  ) {}

  /**
   * Posts the document. The status line settles it: with any 2xx the bot has it, whatever becomes of the answer's body, which
   * nothing here is read from.
   *
   * @throws ServicePaused while the bot is away, DestinationOutage, BotUnavailable, BotThrottled (a repeat may help), BotRejected (it will not), what the
   * address guard throws, and the signal's own reason once the caller has aborted
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
   * Asks, and gives back whatever is answered. It takes no part in circuits: a check looks at what is now.
   *
   * @throws DestinationOutage when nothing answers, what the address guard and `admit` throw, and the signal's own reason
   */
  async probe(probe: BotProbe, signal: AbortSignal): Promise<ProbeAnswer> {
    signal.throwIfAborted();
    const { status, data } = await this.answerTo({ ...probe, body: probe.body ?? '' }, signal);
    return { status, text: (await readBody(data, PROBE_BODY)).text };
  }

  private async exchange(host: string, call: BotCall, signal: AbortSignal): Promise<void> {
    const { headers, formerHeaders = headers } = call;
    let answer = await this.answerTo(call, signal);
    discardBody(answer.data);
    if (formerHeaders !== headers && CREDENTIALS.includes(answer.status)) {
      answer = await this.answerTo({ ...call, headers: formerHeaders }, signal);
      discardBody(answer.data);
    }
    this.check(host, answer);
  }

  private async answerTo(call: Outgoing, signal: AbortSignal): Promise<AxiosResponse<IncomingMessage>> {
    await call.admit?.();
    const { method = 'POST', url, body } = call;
    const request = { method, url, body, headers: { ...call.headers, ...traceHeaders() }, deadlineMs: DEADLINE_MS };
    return sendOutbound(this.http, request, signal).catch(rethrowOutage);
  }

  private check(host: string, { status, headers }: AxiosResponse): void {
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
  }: AxiosResponse['headers']): number | undefined {
    if (typeof reset !== 'string' || !/^\d+$/.test(reset) || (left !== undefined && left !== '0')) return undefined;
    const moment = Number(reset);
    return bounded((moment > 1e11 ? moment : moment * 1000) - this.clock.millis());
  }
}

function bounded(waitMs: number): number {
  return Math.min(Math.max(waitMs, 0), MAX_RETRY_AFTER_MS);
}
