import { EngagePages } from '#tenant-config';
import type { EngageCategory } from '#engage-outbound';
import { type DomainState, refusalOf } from '../domain-state.js';
import type { CategoryRole } from '../effect.js';
import { knownCategories } from '../known-categories.js';
import { idle, type PlannedStep, type Step } from '../step.js';

const TITLES: Readonly<Record<CategoryRole, string>> = {
  root: 'Root category',
  bot: 'Category of conversations with the bot',
  agent: 'Category of conversations with agents',
};
const RIGHT = 'manage_categories';

export function rootCategory(state: DomainState): PlannedStep[] {
  const { root, bot, agent } = knownCategories(state);
  if (!root && (bot ?? agent)) return [standsAlone(state, (bot ?? agent) as EngageCategory)];
  return [category(state, 'root', root, {})];
}

export function botCategory(state: DomainState): PlannedStep[] {
  return [child(state, 'bot')];
}

export function agentCategory(state: DomainState): PlannedStep[] {
  return [child(state, 'agent')];
}

function child(state: DomainState, role: 'bot' | 'agent'): PlannedStep {
  const known = knownCategories(state);
  const other = known[role === 'bot' ? 'agent' : 'bot'];
  if (known[role] && known[role].id === other?.id) return same(state, role, known[role]);
  if (!known[role] && !known.root && !other)
    return idle({ ...described(state, role), action: 'blocked', detail: 'The root category must be created first.' });
  return category(state, role, known[role], known.root ? { parentId: known.root.id } : {});
}

function category(
  state: DomainState,
  role: CategoryRole,
  known: EngageCategory | undefined,
  place: { readonly parentId?: string },
): PlannedStep {
  const refused = refusalOf(state.categories);
  if (refused !== undefined)
    return { ...idle({ ...described(state, role), action: 'forbidden', detail: refused }), right: RIGHT };
  if (known) return found(state, role, known);
  const name = state.wish[`${role}Category`];
  return {
    ...described(state, role),
    action: 'create',
    after: { name },
    right: RIGHT,
    effects: [{ type: 'create-category', role, name, ...place }],
  };
}

/** An earlier run may have created it without getting an answer: then it is ours. */
function found(state: DomainState, role: CategoryRole, known: EngageCategory): PlannedStep {
  const key = `category.${role}`;
  const isUnsettled = state.owned.find(key)?.id === null;
  const action = isKept(state, role, known) && !isUnsettled ? 'keep' : 'adopt';
  const effects = isUnsettled ? [{ type: 'adopt', key, id: known.id } as const] : [];
  return { ...described(state, role, known), action, effects };
}

/** A root is recognised by its children. */
function isKept({ site, owned }: DomainState, role: CategoryRole, { id }: EngageCategory): boolean {
  if (owned.idOf(`category.${role}`) === id) return true;
  if (role === 'root') return site.botCategoryId !== undefined || site.agentCategoryId !== undefined;
  return site[`${role}CategoryId`] === id;
}

function described({ site }: DomainState, role: CategoryRole, known?: EngageCategory): Omit<Step, 'action'> {
  const shown = known ? { id: known.id, name: known.name } : null;
  return {
    id: `category.${role}`,
    title: TITLES[role],
    before: shown,
    after: shown,
    ...(known && { link: new EngagePages(site.baseApiUrl).category(known.id) }),
    check: role === 'root' ? 'category-parents' : `${role}-category`,
  };
}

function standsAlone(state: DomainState, known: EngageCategory): PlannedStep {
  return idle({
    ...described(state, 'root'),
    action: 'manual',
    link: new EngagePages(state.site.baseApiUrl).category(known.id),
    detail: `The category "${known.name}" has no parent. Put the categories of the bot and of the agents below one root, so that a conversation has one of them at a time.`,
  });
}

function same(state: DomainState, role: 'bot' | 'agent', known: EngageCategory): PlannedStep {
  return idle({
    ...described(state, role, known),
    action: 'manual',
    detail: `engage.botCategoryId and engage.agentCategoryId are the same category. Set one of them to null (PATCH /admin/tenants/${state.site.slug}), then apply again.`,
    check: 'categories-differ',
  });
}

/** The ids, stored with the tenant. */
export function savedCategories(state: DomainState): PlannedStep[] {
  const { site } = state;
  const { bot, agent } = knownCategories(state);
  const before = { botCategoryId: site.botCategoryId ?? null, agentCategoryId: site.agentCategoryId ?? null };
  const step = {
    id: 'tenant.categories',
    title: 'Categories in the settings of the tenant',
    before,
    check: 'settings-complete',
  };
  if (!bot || !agent || bot.id === agent.id)
    return [idle({ ...step, action: 'blocked', after: before, detail: 'The two categories must be created first.' })];
  const after = { botCategoryId: bot.id, agentCategoryId: agent.id };
  if (bot.id === site.botCategoryId && agent.id === site.agentCategoryId)
    return [idle({ ...step, action: 'keep', after })];
  return [{ ...step, action: 'update', after, effects: [{ type: 'save-categories', ...after }] }];
}
