import { Injectable } from '@nestjs/common';
import type { Job } from './job.js';

/** Where features announce their chores, at the latest in `onModuleInit`. */
@Injectable()
export class JobRegistry {
  private readonly jobs = new Map<string, Job>();

  /** @throws Error when the name is taken. */
  register(job: Job): void {
    if (this.jobs.has(job.name)) throw new Error(`There are two jobs named ${job.name}.`);
    this.jobs.set(job.name, job);
  }

  all(): readonly Job[] {
    return [...this.jobs.values()];
  }
}
