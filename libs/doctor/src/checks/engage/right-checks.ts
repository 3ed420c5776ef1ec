import { EngageRefused } from '#engage-outbound';
import {
  type Check,
  type CheckFinding,
  checksOf,
  engageMenu,
  failed,
  needsAgents,
  passed,
  warned,
} from '#tenant-config';
import type { EngageFacts } from '../../application/engage-facts.js';
import { RIGHT_CHECKS } from '../../domain/catalogue.js';

/** A right of a role in Engage. */
interface Right {
  readonly name: string;
  /** What does not work without the right, as the end of a sentence. */
  readonly lost: string;
  /** Whether handovers work without it. */
  readonly optional: boolean;
}

/** Engage has no call that lists the rights of a token's owner: each right is tested by a call that needs it. */
export function rightChecks(facts: EngageFacts): Check[] {
  return checksOf(RIGHT_CHECKS, {
    'right-webhooks': () =>
      shownBy(facts.webhooks, {
        name: 'to read webhooks',
        lost: 'the webhook cannot be examined or provisioned',
        optional: true,
      }),
    'right-users': () =>
      shownBy(facts.agents, {
        name: 'to view users',
        lost: 'agents cannot be examined or provisioned',
        optional: true,
      }),
    'right-tasks': () =>
      shownBy(facts.connectedAgents, {
        name: 'to monitor tasks (monitor_tasks)',
        lost: 'this service does not know whether an agent is available',
        optional: !needsAgents(facts.tenant.handover.availability.mode),
      }),
    'right-journal': () =>
      shownBy(facts.suspensions, {
        name: 'to search events (search_event)',
        lost: 'the reason why a webhook or a source was switched off stays unknown',
        optional: true,
      }),
  });
}

async function shownBy(read: () => Promise<unknown>, { name, lost, optional }: Right): Promise<CheckFinding> {
  try {
    await read();
    return passed("The token's user has this right.");
  } catch (error) {
    if (!(error instanceof EngageRefused) || (error.status !== 403 && error.status !== 404)) throw error;
    const detail = `The user of engage.apiAccessToken lacks the right ${name}: ${lost}.`;
    return (optional ? warned : failed)(detail, `Give the right to the role of this user: ${engageMenu('roles')}.`);
  }
}
