import { Injectable } from '@nestjs/common';
import { FrequentJob } from './frequent-job.js';
import type { Job } from './job.js';

/** Where features register their jobs, at the latest in `onModuleInit`. */
@Injectable()
export class JobRegistry {
  private readonly jobs = new Map<string, Job | FrequentJob>();

  /** @throws Error when the name is taken. */
  register(job: Job | FrequentJob): void {
    if (this.jobs.has(job.name)) throw new Error(`There are two jobs named ${job.name}.`);
    this.jobs.set(job.name, job);
  }

  /** Those that graphile-worker runs. */
  all(): readonly Job[] {
    return [...this.jobs.values()].filter((job): job is Job => !(job instanceof FrequentJob));
  }

  frequent(): readonly FrequentJob[] {
    return [...this.jobs.values()].filter((job) => job instanceof FrequentJob);
  }
}
