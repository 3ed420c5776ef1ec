import type { EngageTeam, EngageUser } from '#engage-outbound';
import { type DomainState, valueOf } from './domain-state.js';
import type { Wish } from './wish.js';

/** The requested agents and teams. */
export interface Chosen {
  readonly users: readonly EngageUser[];
  /** Requested, but not in Engage. */
  readonly unknown: readonly string[];
}

/** Agents by id or e-mail address, teams by id or name, ignoring case. Disabled users and duplicates are omitted. */
export function chosenAmong(wish: Wish, users: readonly EngageUser[], teams: readonly EngageTeam[]): Chosen {
  const chosen = new Map<string, EngageUser>();
  const unknown: string[] = [];
  for (const name of wish.agents) {
    const user = users.find(({ id, email }) => id === name || email?.toLowerCase() === name.toLowerCase());
    if (user) chosen.set(user.id, user);
    else unknown.push(name);
  }
  for (const name of wish.teams) {
    const team = teams.find((other) => other.id === name || other.name.toLowerCase() === name.toLowerCase());
    if (!team) unknown.push(name);
    for (const user of users) if (team && user.teamIds.includes(team.id)) chosen.set(user.id, user);
  }
  return { users: [...chosen.values()].filter(({ enabled }) => enabled), unknown };
}

export function chosenIn({ wish, users, teams }: DomainState): Chosen {
  return chosenAmong(wish, valueOf(users) ?? [], valueOf(teams) ?? []);
}
