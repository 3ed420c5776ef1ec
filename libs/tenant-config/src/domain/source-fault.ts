import type { CheckDescription } from './checks/check.js';

/** The connection check that shows these faults. */
export const SOURCE_FAULTS = {
  id: 'source-faults',
  title: 'Engage accepts what is sent to its sources',
  looksAt:
    '`readiness.sourceFaults`: what Engage has refused in ordinary traffic. A success or a change of settings clears it.',
  needs: [],
  hourly: true,
} as const satisfies CheckDescription;

/** What Engage refuses on a source: the bot's answers, or everything that is sent there. */
export interface SourceFault {
  readonly sourceId: string;
  /** What to do about it. */
  readonly message: string;
  readonly since: Date;
}
