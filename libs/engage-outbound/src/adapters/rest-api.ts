import type { Readable } from 'node:stream';
import { Injectable, Logger, Optional } from '@nestjs/common';
import { Pauses } from '#database';
import { Circuits } from '#delivery';
import { EngageMisconfigured } from '#handover';
import { AppError, isJsonObject, type JsonObject, type JsonValue, readObjects } from '#kernel';
import { type Tenant, Traffic, UnwatchedTraffic } from '#tenant-config';
import { configured } from '../application/configured.js';
import { EngageRefused, EngageThrottled, EngageUnavailable } from '../application/engage.errors.js';
import { engageRest } from '../application/engage-services.js';
import { byRest } from '../application/setting-errors.js';
import { type CallPriority, RateGovernor } from '../ports/rate-governor.js';
import { type EngageCall, EngageHttp } from './engage-http.js';
import { parsed, written } from './rest-answer.js';

/** Engage's largest page. */
const PAGE = 150;
/** A longer list was read with the wrong filter, or after a very long outage. */
const MAX_PAGES = 20;
/** How often in one list a page is asked for again, so that one failed call does not waste the pages before it. */
const PAGE_RETRIES = 5;
/** Before a page is asked for again, in milliseconds. */
const PAGE_RETRY_MS = 2_000;

type Pairs = readonly (readonly [name: string, value: string])[];

/** A file, sent as a stream. */
export interface Upload {
  readonly form: Readable & { getHeaders(): Record<string, string> };
  /** See `EngageCall`. */
  readonly extraMs: number;
}

export interface RestRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Relative to `/1.0`, with encoded ids. */
  readonly path: string;
  readonly query?: Pairs;
  /** At most one of the three. */
  readonly form?: Pairs;
  readonly json?: JsonObject;
  readonly upload?: Upload;
  /** The body contains a person's text: see `EngageCall`. */
  readonly mayQuote?: boolean;
  /** See `EngageCall`. */
  readonly once?: boolean;
  /** Only the status matters: even if the answer's body is incomplete, the call has had its effect. */
  readonly statusOnly?: boolean;
}

export interface RestAnswer {
  /** Null if a write has succeeded, but its answer is not readable: it has had its effect even then. */
  readonly body: JsonValue;
  /** The moment on Engage's clock. */
  readonly date: Date | undefined;
}

/** A record with the time on Engage's clock at which it was read. */
export interface DatedRecord {
  readonly record: JsonObject;
  readonly date: Date | undefined;
}

/** The tenant and priority of a call, and the signal that ends it. */
export interface RestContext {
  readonly tenant: Tenant;
  readonly priority: CallPriority;
  readonly signal: AbortSignal;
}

/** Engage's REST API: authenticated, counted by the rate governor, parsed. The callers know what the calls mean. */
@Injectable()
export class RestApi {
  private readonly logger = new Logger(RestApi.name);

  constructor(
    private readonly http: EngageHttp,
    private readonly governor: RateGovernor,
    private readonly circuits: Circuits,
    private readonly pauses: Pauses,
    @Optional() private readonly traffic: Traffic = new UnwatchedTraffic(),
  ) {}

  /**
   * @throws ServicePaused while the domain's REST API is not available; EngageMisconfigured for a token that Engage
   * does not know; EngageUnavailable or EngageRefused, also when the answer to a GET is not readable
   */
  async call(request: RestRequest, { tenant, priority, signal }: RestContext): Promise<RestAnswer> {
    const { baseApiUrl, apiAccessToken: credential } = configured(tenant, 'baseApiUrl', 'apiAccessToken');
    const domain = new URL(baseApiUrl).host;
    const { method, mayQuote, once, statusOnly = false } = request;
    const { type, ...content } = contentOf(request);
    signal.throwIfAborted();
    const url = `${baseApiUrl}/1.0${request.path}${request.query?.length ? `?${encode(request.query)}` : ''}`;
    const headers = { Authorization: `Bearer ${credential.reveal()}`, Accept: 'application/json', ...type };
    try {
      const reads = statusOnly ? ('nothing' as const) : undefined;
      const call = { method, url, headers, ...content, credential, mayQuote, once, reads };
      const { body, date } = await this.circuits.run(
        { tenantId: tenant.id, service: engageRest(domain) },
        async () => {
          await this.governor.admit(domain, tenant.id, priority);
          return this.http.exchange(call, signal);
        },
        signal,
      );
      const answer = { body: method === 'GET' ? parsed(domain, body) : written(body), date };
      this.traffic.accepted(tenant.id, 'engage-token');
      return answer;
    } catch (error) {
      if (error instanceof EngageThrottled) await this.governor.block(domain, error.retryAfterMs ?? 0);
      throw this.judged(tenant, error);
    }
  }

  private judged(tenant: Tenant, error: unknown): unknown {
    const judged = byRest(error);
    if (judged instanceof EngageMisconfigured && judged.status === 401)
      this.traffic.refused(tenant.id, 'engage-token', judged.message);
    return judged;
  }

  /** Reads one object; undefined if there is none, or if the token's user may not read it (Engage answers 404 to both). */
  async find(path: string, context: RestContext): Promise<JsonObject | undefined> {
    return (await this.findDated(path, context))?.record;
  }

  /** The same, with the moment on Engage's clock. */
  async findDated(path: string, context: RestContext): Promise<DatedRecord | undefined> {
    try {
      const { body, date } = await this.call({ method: 'GET', path }, context);
      return { record: isJsonObject(body) ? body : unexpected(path), date };
    } catch (error) {
      if (error instanceof EngageRefused && error.status === 404) return undefined;
      throw error;
    }
  }

  /** Reads the first page of a list, with Engage's maximum size. */
  async newest(path: string, query: Pairs, context: RestContext): Promise<JsonObject[]> {
    return (await this.newestDated(path, query, context)).map(({ record }) => record);
  }

  /** The same, with the moment on Engage's clock. */
  async newestDated(path: string, query: Pairs, context: RestContext): Promise<DatedRecord[]> {
    const all = [...query, ['limit', String(PAGE)] as const];
    const { body, date } = await this.call({ method: 'GET', path, query: all }, context);
    if (!isJsonObject(body) || !Array.isArray(body['records'])) return unexpected(path);
    return readObjects(body['records']).map((record) => ({ record, date }));
  }

  /** Reads a list to its end, or to the 20th page, which is logged. */
  list(path: string, query: Pairs, context: RestContext): Promise<JsonObject[]> {
    return this.listUntil(path, query, () => false, context);
  }

  /** The same, but only up to the page with the first record that is no longer wanted. */
  async listUntil(
    path: string,
    query: Pairs,
    isUnwanted: (record: JsonObject) => boolean,
    context: RestContext,
  ): Promise<JsonObject[]> {
    const records: JsonObject[] = [];
    const patience = { retries: PAGE_RETRIES };
    for (let pages = 0; pages < MAX_PAGES; pages += 1) {
      const offset = records.length === 0 ? [] : [['offset', String(records.length)] as const];
      const request = { method: 'GET', path, query: [...query, ...offset, ['limit', String(PAGE)] as const] } as const;
      const isFirst = records.length === 0; // its caller can retry the list without a loss
      const { body } = isFirst ? await this.call(request, context) : await this.patient(request, context, patience);
      if (!isJsonObject(body) || !Array.isArray(body['records'])) return unexpected(path);
      const page = readObjects(body['records']);
      records.push(...page);
      const count = body['count'];
      const isLast = page.length === 0 || typeof count !== 'number' || records.length >= count;
      if (isLast || page.some(isUnwanted)) return records;
    }
    // reading it again does not help: Engage always starts at the same end
    this.logger.warn(
      { tenantId: context.tenant.id, path, count: records.length },
      'A list of Engage is too long. What comes after this number of records was not read.',
    );
    return records;
  }

  /** Retries a call while Engage does not answer, as long as `patience` is left. */
  private async patient(
    request: RestRequest,
    context: RestContext,
    patience: { retries: number },
  ): Promise<RestAnswer> {
    for (;;) {
      try {
        return await this.call(request, context);
      } catch (error) {
        const mayRetry = patience.retries > 0 && error instanceof AppError && error.kind === 'unavailable';
        if (!mayRetry) throw error;
        patience.retries -= 1;
        await this.pauses.wait(PAGE_RETRY_MS, context.signal);
      }
    }
  }
}

function contentOf({
  form,
  json,
  upload,
}: RestRequest): Pick<EngageCall, 'body' | 'extraMs'> & { type?: Record<string, string> } {
  if (upload) return { body: upload.form, extraMs: upload.extraMs, type: upload.form.getHeaders() };
  if (json) return { body: JSON.stringify(json), type: { 'Content-Type': 'application/json' } };
  return form ? { body: encode(form), type: { 'Content-Type': 'application/x-www-form-urlencoded' } } : {};
}

/** `a=1&b=2`; URLSearchParams would write a space as `+`, which not every reader of query strings decodes. */
function encode(pairs: Pairs): string {
  return pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
}

function unexpected(path: string): never {
  throw new EngageUnavailable(`Engage's answer to GET ${path} does not have the documented form.`);
}
