import crypto from 'node:crypto';
import { createContext, runInContext } from 'node:vm';
import type { JsonObject } from '#kernel';
import { type ScriptValues, transformerScript } from '../application/setup/transformer-script.js';
import { HTTP_WRAPPINGS, type HttpRequestOptions, type HttpWrapping, type HttpWrappingName } from './http-wrappings.js';

type Handler = (args: object) => Promise<JsonObject | null | undefined>;

/** Handlers as Cognigy calls them. */
export interface Transformer {
  readonly handleInput: Handler;
  readonly handleOutput: Handler;
  readonly handleInject: Handler;
  readonly handleNotify: Handler;
}

/** Cognigy's session storage: it stores values that are assigned to it, but not later changes inside of them. */
class SessionStorage {
  private readonly sessions = new Map<string, Map<string, string>>();

  of(userId: string, sessionId: string): object {
    const key = JSON.stringify([userId, sessionId]);
    const stored = this.sessions.get(key) ?? new Map<string, string>();
    this.sessions.set(key, stored);
    return new Proxy(
      {},
      {
        get: (_target, name) =>
          stored.has(String(name)) ? (JSON.parse(stored.get(String(name)) ?? '') as unknown) : undefined,
        set: (_target, name, value) => {
          stored.set(String(name), JSON.stringify(value));
          return true;
        },
      },
    );
  }
}

export interface SandboxOptions {
  /** The implementation of `httpRequest`. Default: axios as it is. */
  readonly wrapping?: HttpWrappingName;
  /** Instead of a real HTTP call. */
  readonly http?: HttpWrapping;
  /** Cognigy lists no timers among what a transformer may use; by default there are some. */
  readonly timers?: boolean;
}

/** Runs the shipped Endpoint Transformer as Cognigy does: with its globals, one HTTP request and five seconds per execution. */
export class TransformerSandbox {
  readonly transformer: Transformer;
  /** HTTP requests of the execution that runs, or ran last. */
  sent: readonly HttpRequestOptions[] = [];
  private readonly storage = new SessionStorage();
  private readonly options: SandboxOptions;

  constructor(values: ScriptValues, options: SandboxOptions = {}) {
    this.options = options;
    let found: Transformer | undefined;
    const globals = {
      createSocketTransformer: (transformer: Transformer) => (found = transformer),
      crypto,
      uuid: { v4: () => crypto.randomUUID() },
      getSessionStorage: async (userId: string, sessionId: string) => this.storage.of(userId, sessionId),
      httpRequest: (request: HttpRequestOptions) => this.request(request),
      ...(options.timers === false ? {} : { setTimeout, clearTimeout }),
    };
    runInContext(transformerScript(values), createContext(globals), { timeout: 1_000 });
    if (!found) throw new Error('The script created no transformer.');
    this.transformer = found;
  }

  get requests(): number {
    return this.sent.length;
  }

  /** One execution. @throws Error when it needs more than Cognigy allows */
  async run(name: keyof Transformer, args: object): Promise<JsonObject | null | undefined> {
    this.sent = [];
    const startedAt = performance.now();
    const result = await this.transformer[name](structuredCloneOf(args));
    if (performance.now() - startedAt > 5_000) throw new Error('Cognigy stops a transformer after five seconds.');
    return result && (JSON.parse(JSON.stringify(result)) as JsonObject);
  }

  private async request(request: HttpRequestOptions): Promise<unknown> {
    this.sent = [...this.sent, request];
    if (this.requests > 1) throw new Error('Cognigy allows one HTTP request per execution.');
    const { wrapping = 'axios as it is', http = HTTP_WRAPPINGS[wrapping] } = this.options;
    return http(request);
  }
}

/** Arguments as Cognigy creates them for each execution; functions stay. */
function structuredCloneOf(args: object): object {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]: [string, unknown]) => [
      name,
      name === 'response' || value === undefined ? value : (JSON.parse(JSON.stringify(value)) as unknown),
    ]),
  );
}
