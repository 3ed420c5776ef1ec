import type { Document } from '../blocking/templates.js';
import { type Callers, pick, randomFrom, residentBytes, type RunningConnector } from '../harness/index.js';
import { ingresses } from './fixture-bodies.js';
import type { Allocations } from './allocations.js';
import { type FuzzedCall, LABEL } from './fuzzed-call.js';
import { anyJson } from './json-grammar.js';
import { mutated } from './mutation.js';
import { callOf, operationsOf } from './operations.js';
import { rawBytes, sendRaw } from './raw-sockets.js';

/** Slower requests are repeated alone, after all others, because the machine may only be busy. */
const SLOW_MS = 1_000;
const SENT_AGAIN = 3;
/**
 * Maximum bytes that the process may allocate for one request: a constant, and per byte of its body. Requests above it
 * are also repeated alone, because simultaneous requests count for each other. `GET /metrics` needs most: 5 MB for all series.
 */
const MOST_ALLOCATED = { bytes: 6 * 1024 * 1024, byBodyByte: 100 };
const NOT_IMPLEMENTED = 501;
/** Number of simultaneous requests. */
const CALLERS = 8;
const SAMPLED_MS = 250;
/** A start can be refused because Engage or the agents are not available; the body shows the reason. */
const REFUSED_START = /"handover":\{"status":"error"/;

export interface FuzzOptions {
  readonly seed: number;
  /** Number of the first request; requests are the same for the same seed and number. */
  readonly from: number;
  readonly count: number;
}

export interface FuzzResult {
  readonly requests: number;
  /** By status; `raw` for bytes that are not HTTP. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  readonly peakBytes: number;
  /** The largest allocation of one request. */
  readonly mostAllocated: number;
  readonly seconds: number;
  /** Errors, with the number of the request. */
  readonly faults: readonly string[];
}

/** Sends generated requests to a connector process and watches it. */
export class Fuzzer {
  private readonly statuses: Record<string, number> = {};
  private readonly faults: string[] = [];
  private readonly slow = new Map<number, FuzzedCall>();
  private readonly ingresses = ingresses();
  private slowestMs = 0;
  private peakBytes = 0;
  private mostAllocated = 0;

  constructor(
    private readonly connector: RunningConnector,
    private readonly document: Document,
    private readonly callers: Callers,
    private readonly allocations: Allocations,
  ) {}

  async run({ seed, from, count }: FuzzOptions): Promise<FuzzResult> {
    const startedAt = performance.now();
    await this.allocations.take(); // drops those of earlier requests
    const sampling = setInterval(() => void this.sample(), SAMPLED_MS);
    let next = from;
    const worker = async (): Promise<void> => {
      for (let number = next++; number < from + count; number = next++) await this.send(number, seed);
    };
    await Promise.all(Array.from({ length: CALLERS }, worker));
    await this.repeatSlowOnes();
    await this.repeatLargeOnes(seed);
    clearInterval(sampling);
    await this.sample();
    const seconds = (performance.now() - startedAt) / 1_000;
    const { statuses, slowestMs, peakBytes, mostAllocated, faults } = this;
    return { requests: count, statuses, slowestMs, peakBytes, mostAllocated, seconds, faults };
  }

  /** The same for the same seed and number: a call, or bytes that resemble one. */
  private madeUp(number: number, seed: number): FuzzedCall | string {
    const random = randomFrom(Math.imul(seed ^ 0x9e3779b9, 31) + number);
    if (random() < 0.1) return rawBytes(random, `${LABEL}: ${number}`);
    return random() < 0.6 ? this.ingressCall(random) : this.operationCall(random);
  }

  private async send(number: number, seed: number): Promise<void> {
    const call = this.madeUp(number, seed);
    if (typeof call === 'string') return this.sendRawly(number, call);
    const took = await this.check(number, call);
    if (took > SLOW_MS) this.slow.set(number, call);
    else this.slowestMs = Math.max(this.slowestMs, took);
  }

  private async repeatSlowOnes(): Promise<void> {
    for (const [number, call] of this.slow) {
      let fastest = Infinity;
      for (let attempt = 0; attempt < SENT_AGAIN && fastest > SLOW_MS; attempt += 1)
        fastest = Math.min(fastest, await this.check(number, call));
      this.slowestMs = Math.max(this.slowestMs, fastest);
      if (fastest > SLOW_MS) this.faults.push(`#${number} ${call.what} took ${Math.round(fastest)} ms`);
    }
  }

  private async repeatLargeOnes(seed: number): Promise<void> {
    const allocated = await this.allocations.take();
    const suspects = new Set(allocated.filter(({ bytes }) => bytes > MOST_ALLOCATED.bytes).map(({ number }) => number));
    for (const { number, bytes } of allocated)
      if (!suspects.has(number)) this.mostAllocated = Math.max(this.mostAllocated, bytes);
    for (const number of suspects) {
      const call = this.madeUp(number, seed);
      const most = MOST_ALLOCATED.bytes + MOST_ALLOCATED.byBodyByte * sizeOf(call);
      const bytes = await this.allocatedAlone(number, call, most);
      this.mostAllocated = Math.max(this.mostAllocated, bytes);
      if (bytes > most) this.faults.push(`#${number} ${whatIs(call)} allocated ${Math.round(bytes / 1024)} KB`);
    }
  }

  /** The smallest value of a few attempts, because workers of the process also allocate. */
  private async allocatedAlone(number: number, call: FuzzedCall | string, most: number): Promise<number> {
    let least = Infinity;
    for (let attempt = 0; attempt < SENT_AGAIN && least > most; attempt += 1) {
      await (typeof call === 'string' ? this.sendRawly(number, call) : this.check(number, call));
      const bytes = await this.allocations.of(number);
      if (bytes === undefined && typeof call !== 'string') throw new Error(`#${number} was not measured.`);
      least = Math.min(least, bytes ?? 0); // bytes on a socket may not be a request
    }
    return least;
  }

  private ingressCall(random: () => number): FuzzedCall {
    const { path, as, bodies } = pick(this.ingresses, random);
    const caller = as === 'sdk' ? this.callers.sdk() : this.callers.of(path);
    const body = random() < 0.15 ? anyJson(random) : mutated(pick(bodies, random), random);
    const address = path.replaceAll(/:(\w+)/g, (_, name: string) => caller.parameters[name] ?? 'x');
    const headers = { 'content-type': 'application/json', ...caller.headers(Buffer.from(body)) };
    return { what: `POST ${path}`, method: 'POST', path: `${address}?${caller.query ?? ''}`, headers, body };
  }

  private operationCall(random: () => number): FuzzedCall {
    return callOf(pick(operationsOf(this.document), random), this.document, this.callers, random);
  }

  /** @returns how long the answer took, in milliseconds */
  private async check(number: number, { what, method, path, headers, body }: FuzzedCall): Promise<number> {
    const startedAt = performance.now();
    const init = {
      method,
      headers: { ...headers, [LABEL]: String(number) },
      ...(body !== undefined && { body: Buffer.from(body) }),
    };
    const call = (): Promise<Response> => fetch(`${this.connector.url}${path}`, init);
    // A connection may be closed just when it is reused; this request does not cause that.
    const answer = await call()
      .catch(call)
      .catch((error: unknown) => String(error));
    const text = typeof answer === 'string' ? answer : await answer.text();
    const took = performance.now() - startedAt;
    if (typeof answer === 'string') {
      this.faults.push(`#${number} ${what}: ${answer}`);
      return took;
    }
    this.count(String(answer.status));
    if (answer.status >= 500 && answer.status !== NOT_IMPLEMENTED && !REFUSED_START.test(text))
      this.faults.push(`#${number} ${what}: ${answer.status} ${text.slice(0, 200)} for ${(body ?? '').slice(0, 300)}`);
    return took;
  }

  private async sendRawly(number: number, bytes: string): Promise<void> {
    const { statuses, sent } = await sendRaw(this.connector.url, bytes);
    this.count('raw');
    const failed = statuses.filter((status) => status >= 500);
    if (failed.length > 0)
      this.faults.push(`#${number} raw: ${failed.join()} for ${JSON.stringify(sent.slice(0, 300))}`);
  }

  private count(status: string): void {
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
  }

  private async sample(): Promise<void> {
    if (process.platform !== 'linux' || this.connector.pid === undefined) return;
    const bytes = await residentBytes(this.connector.pid).catch(() => 0); // it has ended, which the caller notices
    this.peakBytes = Math.max(this.peakBytes, bytes);
  }
}

function sizeOf(call: FuzzedCall | string): number {
  return typeof call === 'string' ? call.length : Buffer.byteLength(call.body ?? '');
}

function whatIs(call: FuzzedCall | string): string {
  return typeof call === 'string' ? 'raw' : call.what;
}
