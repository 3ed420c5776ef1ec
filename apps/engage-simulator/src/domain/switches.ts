import { badRequest } from './engage.errors.js';

/**
 * Behaviour of the domain that Engage's documents leave open or that a test wants to change. All can be changed at run
 * time.
 */
export interface Switches {
  /** `true`: task mode (routing). `false`: folder (pull) mode. Shown as `push_enabled` in the settings. */
  taskMode: boolean;
  /** Refuse what the documents forbid but their own examples do (missing `updated_at`, bad `context_data` keys). */
  strictObjects: boolean;
  imports: {
    /** Between `ok` and the import. */
    delayMs: number;
    /** This number of imports fail silently after `ok`. */
    failNext: number;
  };
  sdk: {
    verifyAnswers: boolean;
    /** `query` puts the signature into `?signature=`. */
    signatureIn: 'header' | 'query';
    timeoutMs: number;
    tries: number;
    retryGapMs: number;
    /** Seconds between sync runs; 0 switches the timer off. */
    pollSeconds: number;
    /** Sends `threads.show` before a thread is created; its title wins. */
    showThreads: boolean;
    /** Sends inbound typing calls when an agent types. */
    typing: boolean;
  };
  queue: {
    /** Estimated seconds of waiting per position. */
    secondsPerPosition: number;
    /** Repeats an unchanged position after this number of seconds; 0: never. */
    repeatSeconds: number;
  };
  routing: {
    /** An agent needs all of the thread's categories as skills, or any of them. */
    match: 'all' | 'any';
    /** How long an offer rings before it goes to the next agent; 0: no limit. */
    ringSeconds: number;
    /** First name of an agent who accepts every offer immediately; empty: none does. */
    takesAtOnce: string;
    /** How long a task waits for an available agent before it is undelivered; 0: no limit. */
    stepSeconds: number;
  };
  attachments: {
    /** Downloads, even of public files, need `?access_token=`; pictures of structured contents do not. */
    requireToken: boolean;
    /** Time limit for each file that a source points to. */
    fetchTimeoutMs: number;
  };
  /** AI summaries of closed cases: `on` writes one and an agent's version, `fail` none. */
  summaries: 'off' | 'on' | 'fail';
  /** Other forms that Engage's documents show or leave open. */
  shapes: {
    /** `messages.create` without `content_id` and `retry`, as in the quick start. */
    omitContentId: boolean;
    /** Events of contents have their id only in `resource.id`. */
    omitMetadataId: boolean;
    /** New records get ids beyond 2^53, written as JSON numbers. */
    numericIds: boolean;
    /** Addresses of agents' files in `messages.create`. */
    fileUrls: 'absolute' | 'path' | 'none';
  };
  /** Puppetizable identities become controlled and are assigned to every agent as soon as they exist. */
  autoControlIdentities: boolean;
  /** Foreign id of the identity that agents write as; empty: the first controlled one that no bot uses. */
  agentIdentity: string;
  /** How long `update_categories` keeps the thread busy (409 to others). */
  categorizingMs: number;
  /** REST calls per token in any 60 s. */
  rateLimitPerMinute: number;
  /** Closed interventions reopen on a customer's message within this time. */
  interventionClosingSeconds: number;
  /** `intervention.closed` carries `closed_at` (the last agent reply) or null. */
  closedAtInEvent: boolean;
  webhooks: {
    timeoutMs: number;
    /** Seconds from one attempt to the next. */
    retrySeconds: number[];
    delayMs: number;
    /** Collects events for this time and sends them in one request; 0 sends each alone. */
    batchMs: number;
    /** Sends the events of 50 ms (or of the batch) in random order. */
    shuffle: boolean;
    /** `request` repeats the same request, `event` repeats the events in a new request. */
    duplicate: 'off' | 'request' | 'event';
    /** Event types never sent; `*` at the end matches any ending. */
    drop: string[];
    suspension: { window: number; failureRatio: number; pauseSeconds: number };
  };
}

export const DEFAULT_SWITCHES: Switches = {
  taskMode: true,
  strictObjects: false,
  imports: { delayMs: 300, failNext: 0 },
  sdk: {
    verifyAnswers: true,
    signatureIn: 'header',
    timeoutMs: 10_000,
    tries: 3,
    retryGapMs: 60_000,
    pollSeconds: 60,
    showThreads: false,
    typing: false,
  },
  queue: { secondsPerPosition: 60, repeatSeconds: 30 },
  routing: { match: 'all', ringSeconds: 0, takesAtOnce: '', stepSeconds: 0 },
  attachments: { requireToken: false, fetchTimeoutMs: 10_000 },
  summaries: 'off',
  shapes: { omitContentId: false, omitMetadataId: false, numericIds: false, fileUrls: 'absolute' },
  autoControlIdentities: true,
  agentIdentity: '',
  categorizingMs: 500,
  rateLimitPerMinute: 500,
  interventionClosingSeconds: 432_000,
  closedAtInEvent: true,
  webhooks: {
    timeoutMs: 5000,
    retrySeconds: [32, 240, 1020, 3120, 7200],
    delayMs: 0,
    batchMs: 0,
    shuffle: false,
    duplicate: 'off',
    drop: [],
    suspension: { window: 20, failureRatio: 0.75, pauseSeconds: 60 },
  },
};

export type DeepPartial<Value> = Value extends unknown[]
  ? Value
  : Value extends object
    ? { [Key in keyof Value]?: DeepPartial<Value[Key]> }
    : Value;

/** Changes switches in place. @throws EngageRefusal 400 for a switch that does not exist or a value of the wrong type. */
export function mergeSwitches(target: object, changes: object, path = ''): void {
  const known = target as Record<string, unknown>;
  for (const [key, value] of Object.entries(changes)) {
    const name = path + key;
    if (!Object.hasOwn(known, key)) throw badRequest(`There is no switch ${name}`);
    const current = known[key];
    if (!isLike(value, current)) throw badRequest(`Switch ${name} must be like ${JSON.stringify(current)}`);
    if (typeof current === 'object' && current !== null && !Array.isArray(current))
      mergeSwitches(current, value as object, `${name}.`);
    else known[key] = value;
  }
}

function isLike(value: unknown, current: unknown): boolean {
  return value !== null && typeof value === typeof current && Array.isArray(value) === Array.isArray(current);
}
