import { EngagePages } from '#tenant-config';
import type { EngageWebhook } from '#engage-outbound';
import type { JsonObject } from '#kernel';
import { type DomainState, refusalOf, valueOf } from '../domain-state.js';
import type { WebhookChange } from '../effect.js';
import type { Ownership } from '../owned.js';
import type { Site } from '../wish.js';
import { idle, type PlannedStep, type Step } from '../step.js';

/** Statuses in which Engage sends nothing. Others are not documented. */
const STOPPED: readonly (string | undefined)[] = ['disabled', 'suspended'];
const FILTER =
  'The API cannot set which sources a webhook reports. Events of other sources are ignored here; to spare them, choose "No channels except" and this source in the page of the webhook.';

/** The webhook that sends Engage's events to our URL. */
export function webhook(state: DomainState): PlannedStep[] {
  const { site } = state;
  const wanted = wantedWebhook(site);
  const step = {
    id: 'webhook',
    title: 'Webhook',
    link: new EngagePages(site.baseApiUrl).administration,
    check: 'webhook-exists',
    detail: FILTER,
    before: null,
    after: shown(wanted, true),
    right: 'manage_api_access_tokens',
  };
  const obstacle = obstacleOf(state);
  if (obstacle) return [{ ...step, ...obstacle, effects: [] }];
  const found = knownWebhook(state);
  if (found) return [compared(state, step, found, wanted)];
  return [{ ...step, action: 'create', effects: [{ type: 'create-webhook', webhook: wanted }] }];
}

function obstacleOf({ site, webhooks }: DomainState): Pick<Step, 'action' | 'detail'> | undefined {
  const refused = refusalOf(webhooks);
  if (refused !== undefined) return { action: 'forbidden', detail: refused };
  if (site.secretMark !== undefined) return undefined;
  const rotate = `POST /admin/tenants/${site.slug}/secrets/webhookSecret/rotate`;
  return { action: 'blocked', detail: `The tenant has no webhook secret. Generate one: ${rotate}.` };
}

function compared(
  { site, owned }: DomainState,
  step: Omit<PlannedStep, 'action' | 'effects'>,
  found: EngageWebhook,
  wanted: WebhookChange,
): PlannedStep {
  const isSecretSet = owned.find('webhook')?.detail['secretMark'] === site.secretMark;
  const { url, events, verifyToken = '', active, status = null } = found;
  const before = { ...shown({ url, events, verifyToken }, isSecretSet), active, status };
  if (isSecretSet && active && !isStopped(found) && isEqual(found, wanted))
    return idle({ ...step, before, after: before, action: 'keep' });
  const action = owned.idOf('webhook') === found.id ? 'update' : 'adopt';
  const effect = {
    type: 'update-webhook',
    id: found.id,
    webhook: wanted,
    restart: active && isStopped(found),
  } as const;
  return { ...step, before, action, effects: [effect] };
}

export function knownWebhook({ site, owned, webhooks }: DomainState): EngageWebhook | undefined {
  return webhookOf(valueOf(webhooks) ?? [], site, owned);
}

/** The webhook as the tenant's settings require it. */
export function wantedWebhook({ engageUrl: url, events, verifyToken }: Site): WebhookChange {
  return { url, events, verifyToken };
}

/** Whether Engage sends it no events. */
export function isStopped({ status }: EngageWebhook): boolean {
  return STOPPED.includes(status);
}

/** The webhook of an earlier run, even if our address has changed since, else the one with our address. */
export function webhookOf(all: readonly EngageWebhook[], site: Site, owned: Ownership): EngageWebhook | undefined {
  return all.find(({ id }) => id === owned.idOf('webhook')) ?? all.find(({ url }) => url === site.engageUrl);
}

function isEqual(found: EngageWebhook, wanted: WebhookChange): boolean {
  return (
    found.url === wanted.url && found.verifyToken === wanted.verifyToken && found.events.join() === wanted.events.join()
  );
}

/** Engage never shows a secret: it is known only if a run has set it. */
function shown({ url, events, verifyToken }: WebhookChange, isSecretSet: boolean): JsonObject {
  return { url, active: true, events: [...events], verifyToken, secret: isSecretSet ? 'set' : 'unknown' };
}
