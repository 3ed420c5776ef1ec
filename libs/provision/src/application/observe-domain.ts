import { type EngageIdentity, EngageRefused } from '#engage-outbound';
import { chosenAmong } from '../domain/chosen.js';
import { type DomainState, type Seen, valueOf } from '../domain/domain-state.js';
import { isAgentKey, type Ownership } from '../domain/owned.js';
import type { RemovalState } from '../domain/removal/removal-state.js';
import { settled } from '../domain/removal/settle.js';
import type { Site, Wish } from '../domain/wish.js';
import type { PatientEngage } from './patient-engage.js';

/** With at least this number of chosen agents, their calls have background priority. */
export const MANY_AGENTS = 25;

/** Receives how many of the chosen agents were read. */
export type OnAgent = (read: number, total: number) => Promise<void>;

/**
 * Reads the set-up of the domain, with about ten calls and one for each chosen agent.
 *
 * @param onAgent called for each agent that was read
 * @throws if Engage does not answer; refused reads are part of the result
 */
export async function observeDomain(
  engage: PatientEngage,
  { site, wish, owned }: { readonly site: Site; readonly wish: Wish; readonly owned: Ownership },
  onAgent: OnAgent,
): Promise<DomainState> {
  const [categories, source, channels, webhooks, folders, botIdentity, agentIdentity, teams, users] = await Promise.all(
    [
      seen(() => engage.call((api, context) => api.categories(context))),
      seen(() =>
        engage.call(async (api, context) =>
          site.sourceId === undefined ? undefined : api.source(site.sourceId, context),
        ),
      ),
      seen(() => engage.call((api, context) => api.channels(context))),
      seen(() => engage.call((api, context) => api.webhooks(context))),
      seen(() => engage.call((api, context) => api.folders(context))),
      seen(() => identity(engage, site, site.botIdentity.id)),
      seen(() => identity(engage, site, site.agentIdentity.id)),
      seen(() => engage.call((api, context) => api.teams(context))),
      seen(() => engage.call((api, context) => api.users({}, context))),
    ],
  );
  const read = { categories, source, channels, webhooks, folders, botIdentity, agentIdentity, teams, users };
  const chosen = chosenAmong(wish, valueOf(users) ?? [], valueOf(teams) ?? []).users.map(({ id }) => id);
  const permissions = await seen(() => permissionsOf(engage, site, chosen, onAgent));
  return { site, wish, owned, ...read, permissions };
}

/** The same before a removal: also reads all agents with notes, and everything that may use the categories. */
export async function observeRemoval(
  engage: PatientEngage,
  { site, wish, owned }: { readonly site: Site; readonly wish: Wish; readonly owned: Ownership },
  usedByOthers: (ids: readonly string[]) => Promise<Set<string>>,
  onAgent: OnAgent,
): Promise<RemovalState> {
  const agents = owned.all().flatMap(({ key, id }) => (isAgentKey(key) && id !== null ? [id] : []));
  const observed = await observeDomain(engage, { site, wish: { ...wish, agents, teams: [] }, owned }, onAgent);
  const sources = await seen(() => engage.call((api, context) => api.sources('read', context)));
  const known = { ...observed, owned: settled(observed) };
  const ids = known.owned.all().flatMap(({ key, id }) => (key.startsWith('category.') && id !== null ? [id] : []));
  return { ...known, sources, usedByOthers: await usedByOthers(ids) };
}

async function seen<Value>(read: () => Promise<Value>): Promise<Seen<Value>> {
  try {
    return { value: await read() };
  } catch (error) {
    if (error instanceof EngageRefused && error.status === 403) return { refused: error.message };
    throw error;
  }
}

async function identity(engage: PatientEngage, site: Site, foreignId: string): Promise<EngageIdentity | undefined> {
  if (site.sourceId === undefined) return undefined;
  return (await engage.call((api, context) => api.identities(foreignId, context))).at(0);
}

async function permissionsOf(
  engage: PatientEngage,
  { sourceId = '' }: Site,
  userIds: readonly string[],
  onAgent: OnAgent,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const priority = userIds.length > MANY_AGENTS ? 'background' : 'agent-facing';
  const permissions = new Map<string, readonly string[]>();
  for (const userId of userIds) {
    const ofAll = await engage.call((api, context) => api.sourcePermissions(userId, context), priority);
    permissions.set(userId, ofAll.get(sourceId) ?? []);
    await onAgent(permissions.size, userIds.length);
  }
  return permissions;
}
