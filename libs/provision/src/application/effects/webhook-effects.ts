import { setTimeout as pause } from 'node:timers/promises';
import { isTransient } from '#delivery';
import type { EngageWebhook, WebhookSettings } from '#engage-outbound';
import type { Effect, WebhookChange } from '../../domain/effect.js';
import { WebhookNotVerified } from '../../domain/provision.errors.js';
import { createNoted } from './create-noted.js';
import type { RunContext } from './run-context.js';

type Of<Type extends Effect['type']> = Extract<Effect, { type: Type }>;

/** The parts of a run that the webhook needs. */
export type WebhookRun = Pick<RunContext, 'engage' | 'notes' | 'tenant' | 'site'>;

/** In the notes: this service has switched the webhook off to restart it, and has not switched it on again yet. */
const SWITCHED_OFF = 'switchedOff';

/** Engage verifies a webhook after it has answered. Each attempt is a call. */
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
  if (restart) await switchOff(run, id);
  await engage.call((api, context) => api.updateWebhook(id, settingsOf(run, webhook), context));
  await notes.adopt('webhook', id, { ...markOf(run), [SWITCHED_OFF]: false });
  await verified(run, id, webhook.url);
}

/**
 * Records it first: after an interrupted restart the webhook must not look as if someone had switched it off by hand.
 */
async function switchOff({ engage, notes }: WebhookRun, id: string): Promise<void> {
  const note = (isOff: boolean): Promise<void> => notes.adopt('webhook', id, { [SWITCHED_OFF]: isOff });
  await note(true);
  try {
    await engage.call((api, context) => api.updateWebhook(id, { active: false }, context));
  } catch (error) {
    if (!isTransient(error)) await note(false); // Engage has refused it; after other errors it may have happened
    throw error;
  }
}

/** Whether a restart was interrupted after the webhook was switched off. */
export function isSwitchedOffByUs({ ownership }: Pick<RunContext['notes'], 'ownership'>, id: string): boolean {
  const noted = ownership.find('webhook');
  return noted?.id === id && noted.detail[SWITCHED_OFF] === true;
}

function settingsOf(
  { tenant }: WebhookRun,
  { url, events, verifyToken }: WebhookChange,
): WebhookSettings & { url: string } {
  const secret = tenant.engage.webhookSecret?.reveal();
  return { url, events, verifyToken, active: true, ...(secret !== undefined && { secret }) };
}

const markOf = ({ site: { secretMark } }: WebhookRun): { secretMark: string } => ({ secretMark: secretMark ?? '' });

/**
 * @throws WebhookNotVerified when Engage reports that it is not enabled; without a result after some seconds it returns
 */
async function verified({ engage }: WebhookRun, id: string, url: string): Promise<void> {
  for (const waitMs of LOOKS_AFTER_MS) {
    await pause(waitMs, undefined, { signal: engage.signal });
    const all = await engage.call((api, context) => api.webhooks(context));
    const status = all.find((webhook) => webhook.id === id)?.status;
    if (status === 'disabled' || status === 'suspended') throw new WebhookNotVerified(url, status);
    if (status !== 'pending') return;
  }
}
