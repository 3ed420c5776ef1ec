import { setTimeout as pause } from 'node:timers/promises';
import type { Effect } from '../../domain/effect.js';
import type { RunContext } from './run-context.js';

/** Engage imports an identity after it has answered. Each attempt is a call. */
const LOOKS_AFTER_MS = [200, 400, 800, 1_600];

/** @returns the id of the identity; undefined while Engage does not show it */
export async function createIdentity(
  { tenant, site, engage, contactCentre }: RunContext,
  { role }: Extract<Effect, { type: 'create-identity' }>,
): Promise<string | undefined> {
  const { id, screenname, avatarUrl } = site[`${role}Identity`];
  const fields = { screenname, ...(avatarUrl !== undefined && { avatar_url: avatarUrl }) };
  const { createdAt, updatedAt } = tenant;
  const author = { id, puppetizable: true, fields, contextData: {}, createdAt, updatedAt };
  await contactCentre.saveIdentity(tenant, author, engage.signal);
  for (const waitMs of LOOKS_AFTER_MS) {
    const [found] = await engage.call((api, context) => api.identities(id, context));
    if (found) return found.id;
    await pause(waitMs, undefined, { signal: engage.signal });
  }
  return undefined;
}
