import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

/** Where the waiting of a run happens: a test lets the time pass at once. */
@Injectable()
export class Pauses {
  /** @throws AbortError when the signal comes first */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    await pause(ms, undefined, { signal });
  }
}
