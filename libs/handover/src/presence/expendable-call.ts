import { Injectable } from '@nestjs/common';
import { type Delivery, Lanes } from '#delivery';
import { AppError, Clock } from '#kernel';

const USEFUL_MS = 5_000;
const PATIENCE_MS = 2_000;

/** The remote service took too long for a signal that is useful only at once. */
export class AnswerTooLate extends AppError {
  readonly code = 'delivery.told-too-late';
  readonly kind = 'unavailable';
}

/** Sends short-lived news, such as typing: at once or not at all, so that messages never wait for it. */
@Injectable()
export class ExpendableCall {
  constructor(
    private readonly lanes: Lanes,
    private readonly clock: Clock,
  ) {}

  /** @returns why it need not be sent any more, if so */
  async overtakenBy(delivery: Delivery): Promise<string | undefined> {
    if (this.clock.millis() - delivery.createdAt.getTime() > USEFUL_MS)
      return `It is older than ${USEFUL_MS / 1_000} s.`;
    return (await this.lanes.isLast(delivery)) ? undefined : 'A newer item follows.';
  }

  /** Calls with a short time limit. @throws AnswerTooLate */
  async tell(signal: AbortSignal, call: (hasty: AbortSignal) => Promise<void>): Promise<void> {
    const patience = AbortSignal.timeout(PATIENCE_MS);
    await call(AbortSignal.any([signal, patience])).catch((error: unknown) => {
      throw patience.aborted && !signal.aborted
        ? new AnswerTooLate(`There was no answer within ${PATIENCE_MS / 1_000} s.`, { cause: error })
        : error;
    });
  }
}
