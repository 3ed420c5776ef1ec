import type { EngageUser } from '#engage-outbound';
import { type DomainState, valueOf } from '../domain-state.js';
import { type Gains, gainsIn } from '../gains.js';
import { isAgentKey, type Owned } from '../owned.js';
import { idle, type PlannedStep } from '../step.js';

/** Agents lose what runs have added, and get back what runs have removed. */
export function restoreAgents(state: DomainState): PlannedStep[] {
  return state.owned.all().flatMap((owned) => (isAgentKey(owned.key) ? [restore(state, owned)] : []));
}

function restore(state: DomainState, { key, id, detail }: Owned): PlannedStep {
  const user = (valueOf(state.users) ?? []).find((other) => other.id === id);
  const step = { id: `agent.${id ?? ''}`, title: `Agent ${user?.name ?? id ?? ''}`, before: null, after: null };
  if (!user) {
    const gone = idle({ ...step, action: 'keep', detail: 'Engage no longer shows this agent.' });
    return { ...gone, effects: [{ type: 'forget', key }] };
  }
  const before = { ...listsOf(state, user) };
  const after = without(state, before, gainsIn(detail));
  const changed = (name: keyof Lists): readonly string[] | undefined =>
    before[name].join() === after[name].join() ? undefined : after[name];
  const restored = {
    permissions: changed('permissions'),
    categoryIds: changed('categoryIds'),
    identityIds: changed('identityIds'),
  };
  const effect = { type: 'restore-agent', userId: user.id, sourceId: state.site.sourceId, ...restored } as const;
  const isAsBefore = Object.values(restored).every((list) => list === undefined);
  return {
    ...step,
    before: { ...before },
    after: { ...after },
    action: isAsBefore ? 'keep' : 'update',
    right: 'update_user',
    effects: [effect],
  };
}

interface Lists {
  readonly permissions: string[];
  readonly categoryIds: string[];
  readonly identityIds: string[];
}

function listsOf(state: DomainState, { id, categoryIds, identityIds }: EngageUser): Lists {
  const permissions = valueOf(state.permissions)?.get(id) ?? [];
  return { permissions: [...permissions], categoryIds: [...categoryIds], identityIds: [...identityIds] };
}

/** A removed skill is restored, unless its category is our own and is being removed. */
function without(state: DomainState, now: Lists, gains: Gains): Lists {
  const isOurs = (categoryId: string): boolean =>
    state.owned.isOurs('category.bot') && state.owned.idOf('category.bot') === categoryId;
  const back = gains.lostSkills.filter((id) => !isOurs(id) && !now.categoryIds.includes(id));
  return {
    permissions: now.permissions.filter((item) => !gains.permissions.includes(item)),
    categoryIds: [...now.categoryIds.filter((id) => !gains.skills.includes(id)), ...back],
    identityIds: now.identityIds.filter((id) => !gains.identities.includes(id)),
  };
}
