import { CannotStart } from './cannot-start.error.js';

export interface ConfigFault {
  readonly variable: string;
  readonly detail: string;
}

/** The environment is invalid. Lists all errors at once and never shows a value, which may be a secret. */
export class ConfigFaults extends CannotStart {
  /** EX_CONFIG of sysexits.h: restarting does not help. */
  readonly exitCode = 78;

  constructor(readonly faults: readonly ConfigFault[]) {
    super(
      [
        'The environment variables are invalid:',
        ...faults.map(({ variable, detail }) => `  ${variable}: ${detail}`),
      ].join('\n'),
    );
    this.name = 'ConfigFaults';
  }
}
