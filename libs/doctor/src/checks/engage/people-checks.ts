import type { AgentOnChannel, EngageIdentity, EngageSource } from '#engage-outbound';
import {
  type Check,
  type CheckFinding,
  checksOf,
  engageMenu,
  failed,
  passed,
  skipped,
  type SourceFault,
  warned,
} from '#tenant-config';
import { type EngageFacts, MOST_NATIVE_SOURCES } from '../../application/engage-facts.js';
import { PEOPLE_CHECKS } from '../../domain/catalogue.js';
import { named } from '../named.js';

const AGENTS = engageMenu('agents');
const IDENTITIES = engageMenu('identities');

/** @param faults refusals of Engage on the tenant's sources */
export function peopleChecks(facts: EngageFacts, faults: readonly SourceFault[]): Check[] {
  return checksOf(PEOPLE_CHECKS, {
    'bot-identity': async () => botIdentity(facts, await facts.botIdentity()),
    'agent-identity': async () => agentIdentity(facts, await facts.agentIdentity()),
    'agents-exist': () => agentsExist(facts),
    'agents-may-reply': () => agentsMayReply(facts),
    'agents-online': () => agentsOnline(facts),
    'native-sources': () => nativeSources(facts, faults),
  });
}

function botIdentity({ tenant }: EngageFacts, identity: EngageIdentity | undefined): CheckFinding {
  const { id } = tenant.engage.botIdentity;
  if (!identity)
    return warned(
      `The identity "${id}" (engage.botIdentity) does not exist yet: it appears with the first message of the bot.`,
      'Let POST /admin/tenants/{slug}/provision?mode=apply create it, or send a first message.',
    );
  if (identity.userIds.length > 0) return passed(`"${identity.displayName ?? id}" is a controlled identity.`);
  return warned(
    `"${identity.displayName ?? id}" is not a controlled identity, so the bot's messages are shown as the customer's, without buttons.`,
    `Open the identity in ${IDENTITIES}, tick "controlled" and give it to an agent.`,
  );
}

function agentIdentity({ tenant }: EngageFacts, identity: EngageIdentity | undefined): CheckFinding {
  const { id } = tenant.engage.agentIdentity;
  if (!identity)
    return failed(
      `The identity "${id}" (engage.agentIdentity) that agents write as does not exist.`,
      'Let POST /admin/tenants/{slug}/provision?mode=apply create it; then give it to the agents.',
    );
  if (identity.userIds.length > 0)
    return passed(`${identity.userIds.length} users may write as "${identity.displayName ?? id}".`);
  return failed(
    `No agent may write as "${identity.displayName ?? id}", so no agent can reply.`,
    `Open the identity in ${IDENTITIES}, tick "controlled" and give it to the agents.`,
  );
}

async function agentsExist(facts: EngageFacts): Promise<CheckFinding> {
  const agents = await facts.agents();
  if (agents.length > 0) return passed(`${named(agents)} ${agents.length === 1 ? 'has' : 'have'} the category Agent.`);
  return failed(
    'No enabled user has the category Agent: no one is offered a handover.',
    `Give the category to the agents in ${AGENTS}.`,
  );
}

async function agentsMayReply(facts: EngageFacts): Promise<CheckFinding> {
  const asked = await facts.agentPermissions();
  const without = asked.filter(({ permissions }) => !permissions.includes('read') || !permissions.includes('reply'));
  const fix = `Give them "read" and "reply" on the source in ${AGENTS}, key icon.`;
  const names = named(without.map(({ agent }) => agent));
  if (without.length === 0) return passed(`All ${asked.length} agents that were asked about may read and reply.`);
  if (without.length === asked.length) return failed(`${names} may not read and reply on the source.`, fix);
  return warned(`${names} may not read and reply on the source; others may.`, fix);
}

async function agentsOnline(facts: EngageFacts): Promise<CheckFinding> {
  const [source, agents] = [await facts.source(), await facts.connectedAgents()];
  const here = agents.filter(({ channelId }) => channelId === source?.channelId);
  const available = here.filter(isFree);
  if (available.length > 0)
    return passed(`${available.length} of ${here.length} connected agents can take a conversation now.`);
  return warned(
    here.length === 0
      ? 'No agent with the category Agent and the permission to reply is connected: handovers wait.'
      : `${here.length} agents are connected, but all are away or at their limit: handovers wait.`,
    'This is normal outside of working hours. Otherwise let an agent log in and become available.',
  );
}

function isFree({ status, busyness }: AgentOnChannel): boolean {
  return status === 'available' && busyness !== 'full';
}

/** Only replies show whether the token's user may reply: Engage does not name the user of a token. */
async function nativeSources(facts: EngageFacts, faults: readonly SourceFault[]): Promise<CheckFinding> {
  const { nativeSourceIds } = facts.tenant.engage;
  if (nativeSourceIds.length === 0) return skipped('The tenant has no source that Engage serves itself.');
  const found = await facts.nativeSources();
  const unread = found.flatMap(([id, source]) => (source ? [] : [id]));
  const fix = `Give the user of the API access token "read" and "reply" on these sources in ${AGENTS}, key icon.`;
  if (unread.length > 0)
    return failed(`The token's user may not read the source ${unread.join(', ')}, or there is none.`, fix);
  const fault = faults.find(({ sourceId }) => nativeSourceIds.includes(sourceId));
  if (fault) return failed(fault.message, fix);
  const off = found.flatMap(([, source]) => (source && !source.active ? [source] : []));
  if (off.length > 0) return failed(`${named(off)} is switched off.`, `Activate it in ${engageMenu('sources')}.`);
  return passed(
    `${names(found)} can be read${nativeSourceIds.length > MOST_NATIVE_SOURCES ? '; the others were not looked at' : ''}.`,
  );
}

function names(found: readonly (readonly [id: string, source: EngageSource | undefined])[]): string {
  return found.map(([id, source]) => `"${source?.name ?? id}"`).join(', ');
}
