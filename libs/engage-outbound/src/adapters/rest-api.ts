import type { Readable } from 'node:stream';
import { Injectable, Optional } from '@nestjs/common';
import { Circuits } from '#delivery';
import { EngageMisconfigured } from '#handover';
import { isJsonObject, type JsonObject, type JsonValue, readJson } from '#kernel';
import { type Tenant, Traffic, UnwatchedTraffic } from '#tenant-config';
import { type JsonLimits, limitJson, type ReadBody } from '#web';
import { configured } from '../application/configured.js';
import { EngageRefused, EngageThrottled, EngageUnavailable, EngageUnreadable } from '../application/engage.errors.js';
import { engageRest } from '../application/engage-services.js';
import { byRest } from '../application/setting-errors.js';
import { type CallPriority, RateGovernor } from '../ports/rate-governor.js';
import { type EngageCall, EngageHttp } from './engage-http.js';

/** Engage's largest page. */
const PAGE = 150;
/** A page of 150 records has about 10,000 members. */
const ANSWER_JSON: JsonLimits = { depth: 100, values: 100_000, containers: 50_000, longNumbers: 20_000 };
/** A list that is longer than this was asked for with the wrong filter. */
const MAX_PAGES = 20;

type Pairs = readonly (readonly [name: string, value: string])[];

/** A file, passed through. */
export interface Upload {
  readonly form: Readable & { getHeaders(): Record<string, string> };
  /** See `EngageCall`. */
  readonly extraMs: number;
}

export interface RestRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/1.0`, ids in it encoded. */
  readonly path: string;
  readonly query?: Pairs;
  /** At most one of the three. */
  readonly form?: Pairs;
  readonly json?: JsonObject;
  readonly upload?: Upload;
  /** The body holds a person's words: see `EngageCall`. */
  readonly mayQuote?: boolean;
  /** See `EngageCall`. */
  readonly once?: boolean;
  /** The status says it all: whatever becomes of the answer's body, the call has had its effect. */
  readonly statusOnly?: boolean;
}

export interface RestAnswer {
  /** Null where a write has succeeded, but nothing readable came back: it has had its effect all the same. */
  readonly body: JsonValue;
  /** The moment on Engage's clock. */
  readonly date: Date | undefined;
}

/** A record with the moment on Engage's clock at which it was read. */
export interface DatedRecord {
  readonly record: JsonObject;
  readonly date: Date | undefined;
}

/** For whom a call is made, and until when it is of use. */
export interface RestContext {
  readonly tenant: Tenant;
  readonly priority: CallPriority;
  readonly signal: AbortSignal;
}

/** Engage's REST API: authenticated, counted by the rate governor, parsed. What the calls mean is the callers' business. */
@Injectable()
export class RestApi {
  constructor(
    private readonly http: EngageHttp,
    private readonly governor: RateGovernor,
    private readonly circuits: Circuits,
    @Optional() private readonly traffic: Traffic = new UnwatchedTraffic(),
  ) {}

  /**
   * @throws ServicePaused while the domain's REST API is away; EngageMisconfigured for a token that Engage does not know;
   * EngageUnavailable, EngageRefused too when the answer to a GET is not readable
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

  /** Reads one thing; undefined when there is none, or none that the token's user may read (Engage answers 404 to both). */
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

  /** Reads the first page of a list, as large as Engage gives it. */
  async newest(path: string, query: Pairs, context: RestContext): Promise<JsonObject[]> {
    return (await this.newestDated(path, query, context)).map(({ record }) => record);
  }

  /** The same, with the moment on Engage's clock. */
  async newestDated(path: string, query: Pairs, context: RestContext): Promise<DatedRecord[]> {
    const all = [...query, ['limit', String(PAGE)] as const];
    const { body, date } = await this.call({ method: 'GET', path, query: all }, context);
    if (!isJsonObject(body) || !Array.isArray(body['records'])) return unexpected(path);
    return body['records'].filter(isJsonObject).map((record) => ({ record, date }));
  }

  /** Reads a list to its end. */
  async list(path: string, query: Pairs, context: RestContext): Promise<JsonObject[]> {
    const records: JsonObject[] = [];
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const offset = records.length === 0 ? [] : [['offset', String(records.length)] as const];
      const { body } = await this.call(
        { method: 'GET', path, query: [...query, ...offset, ['limit', String(PAGE)]] },
        context,
      );
      if (!isJsonObject(body) || !Array.isArray(body['records'])) return unexpected(path);
      records.push(...body['records'].filter(isJsonObject));
      const count = body['count'];
      if (body['records'].length === 0 || typeof count !== 'number' || records.length >= count) return records;
    }
    return records;
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

/** `a=1&b=2`; URLSearchParams would write a space as `+`, which not everything that reads a query string understands. */
function encode(pairs: Pairs): string {
  return pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
}

function parsed(domain: string, { text, end }: ReadBody): JsonValue {
  if (end === 'too-long') throw new EngageRefused(`${domain} answered more than is read of it.`);
  if (end === 'broken') throw new EngageUnavailable(`${domain} answered, but the answer broke off.`);
  const value = asJson(text);
  if (value === undefined)
    throw new EngageUnreadable(
      `${domain} answered something that is not JSON, or more than a page of a list. Check engage.baseApiUrl.`,
    );
  return value;
}

function written({ text, end }: ReadBody): JsonValue {
  return (end === 'whole' ? asJson(text) : undefined) ?? null;
}

/** Undefined for anything else, or what is built larger than any page of a list; the parser's own words are left out, as they quote the answer, which may hold a customer's. */
function asJson(text: string): JsonValue | undefined {
  try {
    limitJson(text, ANSWER_JSON);
    return readJson(text);
  } catch {
    return undefined;
  }
}

function unexpected(path: string): never {
  throw new EngageUnavailable(`Engage's answer to GET ${path} does not have the documented form.`);
}
