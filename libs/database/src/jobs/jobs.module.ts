import { type DynamicModule, Global, Module } from '@nestjs/common';
import { FrequentJobRunner } from './frequent-job-runner.js';
import { JobRegistry } from './job-registry.js';
import { JobRunner } from './job-runner.js';

/** Background jobs: every feature may register some, only `forWorker` runs them. */
@Global()
@Module({ providers: [JobRegistry], exports: [JobRegistry] })
export class JobsModule {
  /** For processes that only answer calls. */
  static registryOnly(): DynamicModule {
    return { module: JobsModule };
  }

  /** Needs `DatabaseModule`. */
  static forWorker(): DynamicModule {
    return { module: JobsModule, providers: [JobRunner, FrequentJobRunner] };
  }
}
