import type { SetupFacts } from './setup-facts.js';
import { setupStep, type SetupStep } from './setup-step.js';

/** The checks run before a person tests the connection. */
export function checkStep({ slug }: SetupFacts): SetupStep {
  return setupStep({
    id: 'check',
    side: 'service',
    section: 'test',
    title: 'Check everything',
    instructions: [
      'Run the checks. A failed check says why it failed and what to do. Checks send nothing to customers.',
      'This guide then marks the steps that are done, and shows problems at the step where you can fix them.',
    ],
    checks: [
      'settings-complete',
      'tenant-enabled',
      'secrets-strength',
      'database-clock',
      'call-times',
      'engage-clock',
      'rate-budget',
      'source-faults',
      'agents-online',
    ],
    calls: [{ label: 'Run the checks', method: 'POST', path: `/admin/tenants/${slug}/checks` }],
  });
}
