import type { Effect } from '../../domain/effect.js';
import { agentKey } from '../../domain/owned.js';
import { type Gains, gainsIn, joined } from '../../domain/gains.js';
import type { RunContext } from './run-context.js';

type Of<Type extends Effect['type']> = Extract<Effect, { type: Type }>;

export async function setPermissions(
  run: RunContext,
  { userId, sourceId, before, permissions }: Of<'set-permissions'>,
): Promise<void> {
  await note(run, userId, { permissions: added(before, permissions) });
  await run.engage.call(
    (api, context) => api.setSourcePermissions(userId, sourceId, permissions, context),
    run.ofAgents,
  );
}

export async function setSkills(run: RunContext, { userId, before, categoryIds }: Of<'set-skills'>): Promise<void> {
  await note(run, userId, { skills: added(before, categoryIds), lostSkills: added(categoryIds, before) });
  await run.engage.call((api, context) => api.updateUser(userId, { categoryIds }, context), run.ofAgents);
}

export async function assignIdentity(
  run: RunContext,
  { userId, before, identityIds }: Of<'assign-identity'>,
): Promise<void> {
  await run.engage.call((api, context) => api.updateUser(userId, { identityIds }, context), run.ofAgents);
  await note(run, userId, { identities: added(before, identityIds) });
}

/** The agent's new rights are added to the notes of earlier runs. */
async function note({ notes }: RunContext, userId: string, gains: Partial<Gains>): Promise<void> {
  const key = agentKey(userId);
  const before = gainsIn(notes.ownership.find(key)?.detail);
  await notes.save({ key, id: userId, created: false, detail: { ...joined(before, gains) } });
}

const added = (before: readonly string[], after: readonly string[]): string[] =>
  after.filter((item) => !before.includes(item));
