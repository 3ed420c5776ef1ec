import { AppError, type AppErrorOptions } from '#kernel';

/** The bot failed at this call; a repeat may succeed. */
export class BotUnavailable extends AppError {
  readonly code = 'bot.unavailable';
  readonly kind = 'unavailable';
}

/** The bot answered 429. */
export class BotThrottled extends AppError {
  readonly code = 'bot.throttled';
  readonly kind = 'throttled';
}

/** The bot refused the call, and would refuse a repeat. */
export class BotRejected extends AppError {
  readonly code = 'bot.rejected';
  readonly kind = 'rejected';
  /** HTTP status of the answer; undefined if there was no valid one. */
  readonly status: number | undefined;

  constructor(message: string, options: AppErrorOptions & { readonly status?: number } = {}) {
    super(message, options);
    this.status = options.status;
  }
}
