import type { EngageUser } from '#engage-outbound';
import { chosenIn } from '../chosen.js';
import { type DomainState, refusalOf, valueOf } from '../domain-state.js';
import type { Effect } from '../effect.js';
import { knownCategories } from '../known-categories.js';
import { idle, type PlannedStep } from '../step.js';
import { needsOwnSource } from '../wish.js';

const NEEDED = ['read', 'reply'];
const CHECK = 'agents-may-reply';
const RIGHT = 'update_user';
/** Names that a list shows. */
const SHOWN = 20;

/** Chosen agents may read and reply on the source, have the category Agent as a skill, and not the category Bot. */
export function agents(state: DomainState): PlannedStep[] {
  const refused =
    refusalOf(state.users) ??
    (state.wish.teams.length > 0 ? refusalOf(state.teams) : undefined) ??
    refusalOf(state.permissions);
  const step = { id: 'agents', title: 'Agents', before: null, after: null, check: CHECK };
  if (refused !== undefined)
    return [{ ...idle({ ...step, action: 'forbidden', detail: refused }), right: 'read_user' }];
  const { users, unknown } = chosenIn(state);
  const none = users.length === 0 && unknown.length === 0 ? [choose(state)] : [];
  return [...none, ...unknown.map(missing), ...users.map((user) => prepare(state, user))];
}

/** The step if no one was chosen, now or in an earlier run. */
function choose(state: DomainState): PlannedStep {
  const teams = (valueOf(state.teams) ?? []).slice(0, SHOWN).map(({ name }) => `"${name}"`);
  const known = teams.length > 0 ? ` Teams in Engage: ${teams.join(', ')}.` : '';
  return idle({
    id: 'agents',
    title: 'Agents',
    action: 'manual',
    before: null,
    after: null,
    check: 'agents-exist',
    detail: `No agents are chosen. Apply again with { "agents": ["jonas.weber@example.org"] } or { "teams": ["Service desk"] }.${known}`,
  });
}

function missing(name: string): PlannedStep {
  return idle({
    id: `agent.${name}`,
    title: `Agent or team ${name}`,
    action: 'manual',
    before: null,
    after: null,
    detail:
      'Engage shows no agent and no team of this id, e-mail address or name to the user of the API access token. Correct it, then apply again.',
  });
}

function prepare(state: DomainState, user: EngageUser): PlannedStep {
  const permissions = valueOf(state.permissions)?.get(user.id) ?? [];
  const before = { permissions: [...permissions], categoryIds: [...user.categoryIds] };
  const step = { id: `agent.${user.id}`, title: `Agent ${user.name}`, before, check: CHECK };
  const { agent: category } = knownCategories(state);
  const sourceId = valueOf(state.source)?.id;
  if (!category || (sourceId === undefined && needsOwnSource(state.site))) {
    const detail = category ? 'The source must be set up first.' : 'The category of the agents must be created first.';
    return idle({ ...step, after: before, action: 'blocked', detail });
  }
  const after = preparedAs(state, { before, sourceId, categoryId: category.id });
  const effects = [
    ...permissionEffects(user.id, sourceId, before.permissions, after.permissions),
    ...skillEffects(user.id, before.categoryIds, after.categoryIds),
  ];
  if (effects.length === 0) return idle({ ...step, after: before, action: 'keep' });
  return { ...step, after, action: 'update', right: RIGHT, effects };
}

type Prepared = Readonly<Record<'permissions' | 'categoryIds', string[]>>;

/** Permissions on native sources are given by a person. */
function preparedAs(
  state: DomainState,
  { before, sourceId, categoryId }: { before: Prepared; sourceId: string | undefined; categoryId: string },
): Prepared {
  const { bot } = knownCategories(state);
  const lacking = sourceId === undefined ? [] : NEEDED.filter((right) => !before.permissions.includes(right));
  const others = before.categoryIds.filter((id) => id !== categoryId && id !== bot?.id);
  return { permissions: [...before.permissions, ...lacking], categoryIds: [...others, categoryId] };
}

function permissionEffects(userId: string, sourceId: string | undefined, before: string[], after: string[]): Effect[] {
  if (sourceId === undefined || after.length === before.length) return [];
  return [{ type: 'set-permissions', userId, sourceId, before, permissions: after }];
}

function skillEffects(userId: string, before: string[], after: string[]): Effect[] {
  return isSameSet(after, before) ? [] : [{ type: 'set-skills', userId, before, categoryIds: after }];
}

const isSameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((item) => other.includes(item));

/**
 * An agent who has the category Bot as a skill is offered the bot's conversations. For agents who were not chosen, a
 * person decides.
 */
export function botSkill(state: DomainState): PlannedStep[] {
  const { bot } = knownCategories(state);
  const chosen = new Set(chosenIn(state).users.map(({ id }) => id));
  const skilled = (valueOf(state.users) ?? []).filter(({ categoryIds }) => bot && categoryIds.includes(bot.id));
  const others = skilled.filter(({ id, enabled }) => enabled && !chosen.has(id));
  const step = {
    id: 'agents.without-bot',
    title: 'No agent has the category of the bot',
    before: others.slice(0, SHOWN).map(({ id, name }) => ({ id, name })),
    after: [],
    check: 'bot-category-free',
  };
  const refused = refusalOf(state.users);
  if (refused !== undefined)
    return [{ ...idle({ ...step, action: 'forbidden', detail: refused }), right: 'read_user' }];
  if (others.length === 0) return [idle({ ...step, action: 'keep' })];
  return [
    idle({
      ...step,
      action: 'manual',
      detail: `${others.length} who were not chosen have the category of the bot as a skill and are offered its conversations. Remove it from them, or choose them as agents.`,
    }),
  ];
}
