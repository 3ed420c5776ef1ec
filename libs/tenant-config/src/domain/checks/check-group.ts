import type { Check, CheckDescription } from './check.js';

/** Checks by their id. */
export type CheckGroup = Readonly<Record<string, Omit<CheckDescription, 'id'>>>;

/** How each check of a group is run; without one of them it does not compile. */
export type RunsOf<Group extends CheckGroup> = { readonly [Id in keyof Group]: Check['run'] };

/** The checks of a group, ready to run. */
export function checksOf<Group extends CheckGroup>(group: Group, runs: RunsOf<Group>): Check[] {
  return Object.entries(group).map(([id, description]) => ({
    id,
    ...description,
    run: (runs as RunsOf<CheckGroup>)[id],
  })) as Check[];
}

export function descriptionsOf(group: CheckGroup): CheckDescription[] {
  return Object.entries(group).map(([id, description]) => ({ id, ...description }));
}
