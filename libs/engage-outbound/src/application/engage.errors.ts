import { ServiceThrottled } from '#delivery';
import { AppError, type AppErrorOptions } from '#kernel';
import { engageRest } from './engage-services.js';

interface RefusalOptions extends AppErrorOptions {
  /** HTTP status of the answer; undefined without an answer. */
  readonly status?: number;
  /** Engage's id of the error, e.g. `not_found`, where REST names one. */
  readonly errorId?: string | undefined;
}

/** Engage refuses the call, and a retry would not help. The message contains Engage's reason and what to check. */
export class EngageRefused extends AppError {
  readonly code = 'engage.refused';
  readonly kind = 'rejected';
  readonly status: number | undefined;
  readonly errorId: string | undefined;

  constructor(message: string, options: RefusalOptions = {}) {
    super(message, options);
    this.status = options.status;
    this.errorId = options.errorId;
  }
}

/** Engage works, but failed in this one call. */
export class EngageUnavailable extends AppError {
  readonly code = 'engage.unavailable';
  readonly kind = 'unavailable';
}

/** The answer does not come from Engage's REST API. */
export class EngageUnreadable extends EngageUnavailable {}

/**
 * The same operation is already running (HTTP 409), e.g. another categorisation of the thread: read again and retry
 * soon.
 */
export class EngageBusy extends AppError {
  readonly code = 'engage.busy';
  readonly kind = 'unavailable';
}

/** Engage asks us to slow down (HTTP 429). */
export class EngageThrottled extends AppError {
  readonly code = 'engage.throttled';
  readonly kind = 'throttled';
}

/** Our share of Engage's rate limit is used up at the moment; Engage was not called. */
export class EngageBudgetSpent extends ServiceThrottled {
  readonly code = 'engage.budget-spent';

  constructor(domain: string, retryAfterMs: number) {
    super(
      engageRest(domain),
      `The limit of REST calls to ${domain} is reached (500 a minute, shared by all tenants of the domain).`,
      retryAfterMs,
    );
  }
}
