import { setTimeout as pause } from 'node:timers/promises';
import type { EngageWebhook, WebhookSettings } from '#engage-outbound';
import type { Effect, WebhookChange } from '../../domain/effect.js';
import { WebhookNotVerified } from '../../domain/provision.errors.js';
import { createNoted } from './create-noted.js';
import type { RunContext } from './run-context.js';

type Of<Type extends Effect['type']> = Extract<Effect, { type: Type }>;

/** What the webhook needs of a run. */
export type WebhookRun = Pick<RunContext, 'engage' | 'notes' | 'tenant' | 'site'>;

/** Engage verifies a webhook in its own time. Each look is a call. */
const LOOKS_AFTER_MS = [150, 300, 600, 1_200, 2_400];

/** @returns the id of the webhook */
export async function createWebhook(run: WebhookRun, { webhook }: Of<'create-webhook'>): Promise<string> {
  const { engage, notes, site } = run;
  const settings = { ...settingsOf(run, webhook), name: `Engage Handover: ${site.slug}` };
  const create = (): Promise<EngageWebhook> => engage.call((api, context) => api.createWebhook(settings, context));
  const id = await createNoted(notes, 'webhook', create, markOf(run));
  await verified(run, id, webhook.url);
  return id;
}

export async function updateWebhook(run: WebhookRun, { id, webhook, restart }: Of<'update-webhook'>): Promise<void> {
  const { engage, notes } = run;
  if (restart) await engage.call((api, context) => api.updateWebhook(id, { active: false }, context));
  await engage.call((api, context) => api.updateWebhook(id, settingsOf(run, webhook), context));
  await notes.adopt('webhook', id, markOf(run));
  await verified(run, id, webhook.url);
}

function settingsOf(
  { tenant }: WebhookRun,
  { url, events, verifyToken }: WebhookChange,
): WebhookSettings & { url: string } {
  const secret = tenant.engage.webhookSecret?.reveal();
  return { url, events, verifyToken, active: true, ...(secret !== undefined && { secret }) };
}

const markOf = ({ site: { secretMark } }: WebhookRun): { secretMark: string } => ({ secretMark: secretMark ?? '' });

/** @throws WebhookNotVerified when Engage says that it is not enabled; it may still think about it after some seconds */
async function verified({ engage }: WebhookRun, id: string, url: string): Promise<void> {
  for (const waitMs of LOOKS_AFTER_MS) {
    await pause(waitMs, undefined, { signal: engage.signal });
    const all = await engage.call((api, context) => api.webhooks(context));
    const status = all.find((webhook) => webhook.id === id)?.status;
    if (status === 'disabled' || status === 'suspended') throw new WebhookNotVerified(url, status);
    if (status !== 'pending') return;
  }
}
