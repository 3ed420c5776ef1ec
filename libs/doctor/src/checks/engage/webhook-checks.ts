import type { EngageJournalEntry, EngageWebhook } from '#engage-outbound';
import { type Check, type CheckFinding, checksOf, engageMenu, failed, passed } from '#tenant-config';
import { NEEDED_EVENT_TYPES } from '#webhook-ingress';
import type { EngageFacts } from '../../application/engage-facts.js';
import { WEBHOOK_CHECKS } from '../../domain/catalogue.js';

const PAGE = engageMenu('webhooks');
const PROVISION = 'POST /admin/tenants/{slug}/provision?mode=apply repairs it, too.';

/** @param engageUrl what the webhook must call */
export function webhookChecks(facts: EngageFacts, engageUrl: string): Check[] {
  const own = async (): Promise<EngageWebhook> => {
    const webhook = ownOf(await facts.webhooks(), engageUrl);
    if (!webhook) throw new Error('There is a webhook once webhook-exists has passed.');
    return webhook;
  };
  return checksOf(WEBHOOK_CHECKS, {
    'webhook-exists': async () => existence(await facts.webhooks(), engageUrl),
    'webhook-active': async () => activity(await own(), () => facts.suspensions()),
    'webhook-events': async () => events(await own()),
    'webhook-verify-token': async () => verifyToken(facts, await own()),
  });
}

/** Of two webhooks with the same URL, the one that works. */
function ownOf(webhooks: readonly EngageWebhook[], engageUrl: string): EngageWebhook | undefined {
  const here = webhooks.filter(({ url }) => url === engageUrl);
  return here.find(({ active, status }) => active && !isBad(status)) ?? here[0];
}

function existence(webhooks: readonly EngageWebhook[], engageUrl: string): CheckFinding {
  if (ownOf(webhooks, engageUrl)) return passed(`A webhook calls ${engageUrl}.`);
  const path = new URL(engageUrl).pathname;
  const moved = webhooks.find(({ url }) => URL.canParse(url) && new URL(url).pathname === path);
  const fix = `Create a webhook in ${PAGE} with the URL ${engageUrl}. ${PROVISION}`;
  if (!moved) return failed(`None of the ${webhooks.length} webhooks that the token may see calls ${engageUrl}.`, fix);
  return failed(
    `The webhook calls ${moved.url}, but this service is at ${engageUrl}.`,
    `Correct the URL of the webhook in ${PAGE}, or PUBLIC_URL of this service.`,
  );
}

async function activity(
  { active, status, url }: EngageWebhook,
  journal: () => Promise<EngageJournalEntry[]>,
): Promise<CheckFinding> {
  if (active && !isBad(status)) return passed(`The webhook is ${status ?? 'active'}.`);
  const entry = (await journal().catch(() => [])).find(({ name }) => name.startsWith('webhook.'));
  const since = entry ? ` The journal of Engage has ${entry.name} of ${entry.at.toISOString()}.` : '';
  return failed(
    `Engage does not send events: the webhook is ${active ? String(status) : 'switched off'}. Engage does this when too many calls failed or were slow.${since}`,
    `Check that ${url} is reachable from the internet, then activate the webhook again in ${PAGE}. ${PROVISION}`,
  );
}

/** The values are not documented, so only the known bad ones count. */
function isBad(status: string | undefined): boolean {
  return status === 'disabled' || status === 'suspended';
}

function events({ events: registered }: EngageWebhook): CheckFinding {
  const missing = NEEDED_EVENT_TYPES.filter((type) => !registered.includes(type));
  if (missing.length === 0) return passed(`All ${NEEDED_EVENT_TYPES.length} needed events are registered.`);
  return failed(`The webhook does not report ${missing.join(', ')}.`, `Tick these events in ${PAGE}. ${PROVISION}`);
}

/** Engage shows the token to users who may read the webhook; if it does not, there is no result. */
function verifyToken({ tenant }: EngageFacts, { verifyToken: token }: EngageWebhook): CheckFinding {
  if (token === undefined || token === tenant.engage.verifyToken)
    return passed('Engage has no other verification token.');
  return failed(
    'The verification token in Engage is not engage.verifyToken: Engage cannot activate the webhook again after a suspension.',
    `Put the same text into engage.verifyToken and into the webhook, in ${PAGE}. ${PROVISION}`,
  );
}
