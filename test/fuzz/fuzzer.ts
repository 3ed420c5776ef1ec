import type { Document } from '../blocking/templates.js';
import { type Callers, pick, randomFrom, residentBytes, type RunningConnector } from '../harness/index.js';
import { ingresses } from './fixture-bodies.js';
import type { FuzzedCall } from './fuzzed-call.js';
import { anyJson } from './json-grammar.js';
import { mutated } from './mutation.js';
import { callOf, operationsOf } from './operations.js';
import { rawBytes, sendRaw } from './raw-sockets.js';

/** What takes longer is sent again alone, after all others: a busy machine is no fault of the service. */
const SLOW_MS = 1_000;
const SENT_AGAIN = 3;
const NOT_IMPLEMENTED = 501;
/** How many are on their way at once. */
const CALLERS = 8;
const SAMPLED_MS = 250;
/** A start can be refused because Engage or the agents are not available; the body says which. */
const REFUSED_START = /"handover":\{"status":"error"/;

export interface FuzzOptions {
  readonly seed: number;
  /** Number of the first request; requests are the same for the same seed and number. */
  readonly from: number;
  readonly count: number;
}

export interface FuzzResult {
  readonly requests: number;
  /** By status, `raw` for what was sent past HTTP. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  readonly peakBytes: number;
  readonly seconds: number;
  /** What is wrong, with the number of the request. */
  readonly faults: readonly string[];
}

/** Sends made-up requests to a connector process and watches what they do to it. */
export class Fuzzer {
  private readonly statuses: Record<string, number> = {};
  private readonly faults: string[] = [];
  private readonly slow = new Map<number, FuzzedCall>();
  private readonly ingresses = ingresses();
  private slowestMs = 0;
  private peakBytes = 0;

  constructor(
    private readonly connector: RunningConnector,
    private readonly document: Document,
    private readonly callers: Callers,
  ) {}

  async run({ seed, from, count }: FuzzOptions): Promise<FuzzResult> {
    const startedAt = performance.now();
    const sampling = setInterval(() => void this.sample(), SAMPLED_MS);
    let next = from;
    const worker = async (): Promise<void> => {
      for (let number = next++; number < from + count; number = next++) await this.send(number, seed);
    };
    await Promise.all(Array.from({ length: CALLERS }, worker));
    await this.repeatSlowOnes();
    clearInterval(sampling);
    await this.sample();
    const seconds = (performance.now() - startedAt) / 1_000;
    const { statuses, slowestMs, peakBytes, faults } = this;
    return { requests: count, statuses, slowestMs, peakBytes, seconds, faults };
  }

  private async send(number: number, seed: number): Promise<void> {
    const random = randomFrom(Math.imul(seed ^ 0x9e3779b9, 31) + number);
    if (random() < 0.1) return this.sendRawly(number, rawBytes(random));
    const call = random() < 0.6 ? this.ingressCall(random) : this.operationCall(random);
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
    const init = { method, headers, ...(body !== undefined && { body: Buffer.from(body) }) };
    const call = (): Promise<Response> => fetch(`${this.connector.url}${path}`, init);
    // A connection may be closed at the moment in which it is used again; then it is not this request's fault.
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
    const bytes = await residentBytes(this.connector.pid).catch(() => 0); // it ended, which the caller sees
    this.peakBytes = Math.max(this.peakBytes, bytes);
  }
}
