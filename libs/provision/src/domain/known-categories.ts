import type { EngageCategory } from '#engage-outbound';
import { type DomainState, valueOf } from './domain-state.js';

/** The categories as they are known so far. */
export interface KnownCategories {
  readonly root: EngageCategory | undefined;
  readonly bot: EngageCategory | undefined;
  readonly agent: EngageCategory | undefined;
}

/** By the tenant's settings, by the notes of earlier runs, else by name. Categories without a parent have no root. */
export function knownCategories(state: DomainState): KnownCategories {
  const all = valueOf(state.categories) ?? [];
  const bot = byIds(state, all, 'bot');
  const agent = byIds(state, all, 'agent');
  const root = rootOf(state, all, bot ?? agent);
  const below = (name: string): EngageCategory | undefined => root && named(all, name, root.id);
  return { root, bot: bot ?? below(state.wish.botCategory), agent: agent ?? below(state.wish.agentCategory) };
}

type Categories = readonly EngageCategory[];

function byIds({ site, owned }: DomainState, all: Categories, role: 'bot' | 'agent'): EngageCategory | undefined {
  const ids = [site[`${role}CategoryId`], owned.idOf(`category.${role}`)];
  return ids.map((id) => all.find((category) => category.id === id)).find((found) => found !== undefined);
}

/** The parent of a known child; without one, by the notes or by name. */
function rootOf({ owned, wish }: DomainState, all: Categories, child?: EngageCategory): EngageCategory | undefined {
  if (child) return all.find(({ id }) => id === child.parentId);
  return all.find(({ id }) => id === owned.idOf('category.root')) ?? named(all, wish.rootCategory, undefined);
}

function named(all: Categories, name: string, parentId: string | undefined): EngageCategory | undefined {
  const same = (other: string): boolean => other.trim().toLowerCase() === name.trim().toLowerCase();
  return all.find((category) => category.parentId === parentId && same(category.name));
}
