import { AppError, type AppErrorOptions } from '#kernel';

/** The bot failed at this call, and may do better at the next. */
export class BotUnavailable extends AppError {
  readonly code = 'bot.unavailable';
  readonly kind = 'unavailable';
}

/** The bot asks for fewer calls. */
export class BotThrottled extends AppError {
  readonly code = 'bot.throttled';
  readonly kind = 'throttled';
}

/** The bot refused the call; the same again would be refused again. */
export class BotRejected extends AppError {
  readonly code = 'bot.rejected';
  readonly kind = 'rejected';
  /** HTTP status of the answer; undefined when there was none worth the name. */
  readonly status: number | undefined;

  constructor(message: string, options: AppErrorOptions & { readonly status?: number } = {}) {
    super(message, options);
    this.status = options.status;
  }
}
