import { Injectable } from '@nestjs/common';
import type { HealthIndicatorResult } from '@nestjs/terminus';
import { NotReady } from './not-ready.error.js';

/** Whether this process accepts more calls, as far as it decides that itself. */
@Injectable()
export class Readiness {
  private leaves = false;

  /** The process is stopping: from now on load balancers should send calls elsewhere. */
  leave(): void {
    this.leaves = true;
  }

  /** @throws NotReady once the process is stopping */
  check(): HealthIndicatorResult {
    if (this.leaves) throw new NotReady('This process is stopping.');
    return { process: { status: 'up' } };
  }
}
