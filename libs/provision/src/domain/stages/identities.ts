import { EngagePages, engageMenu } from '#tenant-config';
import type { EngageUser } from '#engage-outbound';
import { chosenIn } from '../chosen.js';
import { type DomainState, refusalOf, valueOf } from '../domain-state.js';
import type { Effect, IdentityRole } from '../effect.js';
import { idle, type PlannedStep } from '../step.js';
import { needsOwnSource } from '../wish.js';

const TITLES: Readonly<Record<IdentityRole, string>> = {
  bot: 'Identity that the bot writes as',
  agent: 'Identity that agents write as',
};

/** An identity exists in Engage once the Send API has pushed it. */
export function botIdentity(state: DomainState): PlannedStep[] {
  return needsOwnSource(state.site) ? [identity(state, 'bot')] : [];
}

export function agentIdentity(state: DomainState): PlannedStep[] {
  return needsOwnSource(state.site) ? [identity(state, 'agent')] : [];
}

function identity(state: DomainState, role: IdentityRole): PlannedStep {
  const { site } = state;
  const seen = state[`${role}Identity`];
  const { id: foreignId, screenname } = site[`${role}Identity`];
  const after = { foreignId, screenname };
  const step = {
    id: `identity.${role}`,
    title: TITLES[role],
    before: null,
    after,
    link: new EngagePages(site.baseApiUrl).administration,
    check: `${role}-identity`,
  };
  const known = valueOf(seen);
  if (known)
    return idle({ ...step, before: { id: known.id, ...after }, after: { id: known.id, ...after }, action: 'keep' });
  const refused = refusalOf(seen);
  if (refused !== undefined) return idle({ ...step, action: 'forbidden', detail: refused });
  if (!site.canSend || !valueOf(state.source))
    return idle({ ...step, action: 'blocked', detail: 'The source must be set up first.' });
  return { ...step, action: 'create', effects: [{ type: 'create-identity', role }] };
}

/**
 * Agents may write as their identity once an administrator marked it as controlled. The API can neither set nor read
 * this mark, so a run tries to assign the identity to the agents: Engage refuses that until it is marked.
 */
export function controlledIdentities(state: DomainState): PlannedStep[] {
  const { site } = state;
  if (!needsOwnSource(site)) return [];
  const known = valueOf(state.agentIdentity);
  const lacking = known ? chosenIn(state).users.filter(({ identityIds }) => !identityIds.includes(known.id)) : [];
  const holders = known?.userIds.length ?? 0;
  const step = {
    id: 'identities.controlled',
    title: 'Identities are controlled and given to the agents',
    before: { agentsWithIdentity: holders },
    after: { agentsWithIdentity: holders + lacking.length },
    link: new EngagePages(site.baseApiUrl).administration,
    check: 'agent-identity',
  };
  const effects = known ? lacking.map((user) => assignment(user, known.id)) : [];
  if (holders === 0)
    return [
      {
        ...step,
        action: 'manual',
        detail: `${markAgent(state)} ${markBot(state)}`,
        right: 'update_user',
        effects,
      },
    ];
  return [
    effects.length > 0
      ? { ...step, action: 'update', right: 'update_user', effects }
      : idle({ ...step, action: 'keep' }),
  ];
}

function markAgent({ site }: DomainState): string {
  return (
    `Open ${engageMenu('identities')}, mark the identity "${site.agentIdentity.screenname}" as controlled and assign it to the agents ` +
    '(or only mark it, and apply again with the agents chosen).'
  );
}

function markBot({ site }: DomainState): string {
  return `Mark the identity "${site.botIdentity.screenname}" as controlled, too, so that messages of the bot can offer choices.`;
}

function assignment({ id: userId, identityIds: before }: EngageUser, identityId: string): Effect {
  return { type: 'assign-identity', userId, before, identityIds: [...before, identityId] };
}
