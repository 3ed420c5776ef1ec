import type { SetupFacts } from './setup-facts.js';
import { setupStep, type SetupStep } from './setup-step.js';

/** Everything is checked before a person tries it. */
export function checkStep({ slug }: SetupFacts): SetupStep {
  return setupStep({
    id: 'check',
    side: 'service',
    section: 'test',
    title: 'Check everything',
    instructions: [
      'Run the checks. Each one that fails says why, and what to do. They send nothing to customers.',
      'This guide then ticks what is done, and shows at each step what is wrong there.',
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
