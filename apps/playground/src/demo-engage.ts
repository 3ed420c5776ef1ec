import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Seed } from '../../engage-simulator/src/index.js';
import type { Platform } from './platform.js';

export interface EngageWiring {
  readonly simulatorUrl: string;
  readonly apiAccessToken: string;
  /** The connector's URL for the demo tenant. */
  readonly engageUrl: string;
  readonly webhookSecret: string;
  readonly verifyToken: string;
}

interface Webhook {
  readonly id: string;
  readonly name: string;
  readonly webhook_status: string;
}

const NAME = 'Engage Handover';
const EVENTS = [
  ...['content.imported', 'content.replied', 'content.exported'],
  ...['opened', 'assigned', 'user_updated', 'deferred', 'reopened', 'closed', 'canceled'].map(
    (verb) => `intervention.${verb}`,
  ),
  ...['taken', 'supervisor_assigned', 'transferred', 'undelivered', 'completed', 'destroyed'].map(
    (verb) => `task.${verb}`,
  ),
];
/** The default identities of a tenant. */
const IDENTITIES = [
  ['agent', 'Agent'],
  ['bot', 'Bot'],
] as const;
const CREATED_AT = '2026-01-10T08:00:00Z';
const VERIFICATION_TRIES = 50;
const VERIFICATION_GAP_MS = 100;

const SOURCE_IDS = {
  cognigy: '65a1c0de00000000000c0010',
  chatlayer: '65a1c0de00000000000d0010',
} as const;

/**
 * A source serves one tenant, so each platform's domain has its own source; its tokens reject late calls of the others.
 */
export function demoDomain(platform: Platform): Partial<Seed> {
  if (platform === 'generic') return {};
  return {
    sourceId: SOURCE_IDS[platform],
    sourceAccessToken: `simulated-source-access-token-of-the-${platform}-demo`,
    restAccessToken: `simulated-rest-access-token-of-the-${platform}-demo`,
  };
}

/**
 * Does in the simulated domain what an administrator does in a real one: saves the connector's URL in the source, and
 * registers or repairs the webhook. The connector must be listening, because Engage calls it at once.
 */
export async function provideDemoEngage(wiring: EngageWiring): Promise<void> {
  const { simulatorUrl, apiAccessToken, engageUrl: url, webhookSecret: secret, verifyToken } = wiring;
  await call(`${simulatorUrl}/_sim/source`, 'PUT', { baseUri: url });
  const webhooks = `${simulatorUrl}/1.0/webhooks`;
  const query = `?access_token=${apiAccessToken}`;
  const { records } = (await call(webhooks + query, 'GET')) as { records: Webhook[] };
  const known = records.find(({ name }) => name === NAME);
  // only a webhook that is switched off is verified again: the last run may have ended while it was suspended or being
  // verified
  if (known && known.webhook_status !== 'enabled')
    await call(`${webhooks}/${known.id}${query}`, 'PUT', { active: false });
  const settings = { name: NAME, active: true, url, secret, verify_token: verifyToken, registered_events: EVENTS };
  const saved = (await (known
    ? call(`${webhooks}/${known.id}${query}`, 'PUT', settings)
    : call(webhooks + query, 'POST', settings))) as Webhook;
  await verified(`${webhooks}/${saved.id}${query}`);
}

/**
 * Creates the identities that agents and the bot write as, by the Send API; the first one is assigned to agents at
 * once.
 */
export async function provideDemoIdentities(realtimeEndpointUrl: string, sourceAccessToken: string): Promise<void> {
  for (const [id, screenname] of IDENTITIES) {
    const params = { id, screenname, puppetizable: true, created_at: CREATED_AT, updated_at: CREATED_AT };
    const body = JSON.stringify({ action: 'users.create', params });
    const signature = createHmac('sha512', sourceAccessToken).update(body).digest('hex');
    const headers = { 'content-type': 'application/json', 'x-smccsdk-signature': signature };
    const response = await fetch(realtimeEndpointUrl, { method: 'POST', headers, body });
    if (!response.ok) throw new Error(`The simulator answered ${response.status}: ${await response.text()}`);
  }
}

async function verified(url: string): Promise<void> {
  for (let tries = 0; tries < VERIFICATION_TRIES; tries++) {
    const { webhook_status: status } = (await call(url, 'GET')) as Webhook;
    if (status === 'enabled') return;
    if (status !== 'pending') break;
    await sleep(VERIFICATION_GAP_MS);
  }
  throw new Error('The simulated Engage domain could not verify the webhook with the connector.');
}

async function call(url: string, method: string, body?: object): Promise<unknown> {
  const response = await fetch(url, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`The simulator answered ${response.status}: ${await response.text()}`);
  return response.json();
}
