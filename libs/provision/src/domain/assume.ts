import type { EngageUser } from '#engage-outbound';
import type { DomainState, Seen } from './domain-state.js';
import type { Effect } from './effect.js';

/** Placeholder for the id of an object that does not exist yet. */
const NEW = 'new';

type Assumption<Type extends Effect['type']> = (
  state: DomainState,
  effect: Extract<Effect, { type: Type }>,
  id: string,
) => DomainState;

/** Only for effects that a later step depends on. */
const ASSUMPTIONS: { readonly [Type in Effect['type']]?: Assumption<Type> } = {
  'create-category': (state, { name, parentId }, id) => {
    const created = { id: id === NEW ? `${NEW}:${name}` : id, name, parentId };
    return { ...state, categories: changed(state.categories, (all) => [...all, created]) };
  },
  'save-categories': (state, { botCategoryId, agentCategoryId }) => ({
    ...state,
    site: { ...state.site, botCategoryId, agentCategoryId },
  }),
  'set-default-categories': (state, { categoryIds }) => ({
    ...state,
    source: changed(state.source, (source) => source && { ...source, defaultCategoryIds: categoryIds }),
  }),
  'create-identity': (state, { role }, id) => {
    const created = { id, foreignId: state.site[`${role}Identity`].id, displayName: undefined, userIds: [] };
    return { ...state, [`${role}Identity`]: { value: created } };
  },
  'set-permissions': (state, { userId, permissions }) => ({
    ...state,
    permissions: changed(state.permissions, (all) => new Map([...all, [userId, permissions]])),
  }),
  'set-skills': (state, { userId, categoryIds }) => withUser(state, userId, { categoryIds }),
  'assign-identity': (state, { userId, identityIds }) => withUser(state, userId, { identityIds }),
  'restore-agent': (state, { userId, categoryIds }) => withUser(state, userId, categoryIds ? { categoryIds } : {}),
  'delete-folder': (state, { id }) => ({ ...state, folders: without(state.folders, id) }),
  'delete-category': (state, { id }) => ({ ...state, categories: without(state.categories, id) }),
};

/** The domain after an effect. @param id Engage's id of the created object */
export function assume(state: DomainState, effect: Effect, id = NEW): DomainState {
  const assumption = ASSUMPTIONS[effect.type] as Assumption<Effect['type']> | undefined;
  return assumption ? assumption(state, effect, id) : state;
}

function changed<Value>(seen: Seen<Value>, change: (value: Value) => Value): Seen<Value> {
  return 'value' in seen ? { value: change(seen.value) } : seen;
}

function without<Item extends { readonly id: string }>(seen: Seen<readonly Item[]>, id: string): Seen<readonly Item[]> {
  return changed(seen, (all) => all.filter((item) => item.id !== id));
}

function withUser(state: DomainState, userId: string, change: Partial<EngageUser>): DomainState {
  const changeOne = (user: EngageUser): EngageUser => (user.id === userId ? { ...user, ...change } : user);
  return { ...state, users: changed(state.users, (all) => all.map(changeOne)) };
}
