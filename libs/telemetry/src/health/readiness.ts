import { Injectable } from '@nestjs/common';
import type { HealthIndicatorResult } from '@nestjs/terminus';
import { NotReady } from './not-ready.error.js';

/** Whether this process wants more calls, as far as it decides that itself. */
@Injectable()
export class Readiness {
  private leaves = false;

  /** The process stops: load balancers should send calls elsewhere from now on. */
  leave(): void {
    this.leaves = true;
  }

  /** @throws NotReady once the process stops */
  check(): HealthIndicatorResult {
    if (this.leaves) throw new NotReady('This process stops.');
    return { process: { status: 'up' } };
  }
}
