import type { EngageSource, RealtimeAnswer } from '#engage-outbound';
import { type Check, type CheckFinding, checksOf, engageMenu, failed, passed, skipped, warned } from '#tenant-config';
import type { EngageFacts } from '../../application/engage-facts.js';
import { SOURCE_CHECKS } from '../../domain/catalogue.js';

const PAGE = engageMenu('sources');

/** @param realtime what the Send API answers to a signed call that changes nothing */
export function sourceChecks(facts: EngageFacts, realtime: () => Promise<RealtimeAnswer>): Check[] {
  const read = async (): Promise<EngageSource> => {
    const source = await facts.source();
    if (!source) throw new Error('There is a source once source-exists has passed.');
    return source;
  };
  return checksOf(SOURCE_CHECKS, {
    'source-exists': () => existence(facts),
    'source-active': async () => activity(await read()),
    'source-type': async () => type(await read()),
    'source-default-category': async () => defaultCategory(facts, await read()),
    'source-channel-group': async () => channelGroup(await read()),
    'realtime-source': async () => realtimeSource(facts, realtime),
    'realtime-token': async () => realtimeToken(await realtime()),
    'realtime-action': async () => realtimeAction(await realtime()),
  });
}

/** A tenant whose customers are all on native sources needs no Channel SDK source. */
function hasNone({ tenant: { engage } }: EngageFacts): boolean {
  return engage.sourceId === undefined && engage.nativeSourceIds.length > 0;
}

const NO_SOURCE = skipped('All customers of this tenant are on sources that Engage serves itself.');

async function existence(facts: EngageFacts): Promise<CheckFinding> {
  if (hasNone(facts)) return NO_SOURCE;
  const source = await facts.source();
  if (source) return passed(`The source is "${source.name}".`);
  return failed(
    `Engage has no source ${facts.setting('sourceId')}, or the token's user has no permission to read it.`,
    `Compare engage.sourceId with the end of "Realtime endpoint URL" on the page of the source, in ${PAGE}, and give the token's user the permissions "read" and "reply" on the source: key icon in ${engageMenu('agents')}.`,
  );
}

function activity({ name, active, status, errorMessage }: EngageSource): CheckFinding {
  if (!active)
    return failed(
      `The source "${name}" is switched off. Engage does that by itself after many failed calls.`,
      `Activate it in ${PAGE}.`,
    );
  if (status === undefined || status === 'ok') return passed('The source is active.');
  return failed(
    `Engage reports the status "${status}" for the source "${name}"${errorMessage ? `: ${errorMessage}` : '.'}`,
    `Open the source in ${PAGE}, follow the message there and save it again.`,
  );
}

/** The value for Channel SDK sources is not documented: seen so far are `sdk` and a longer name with this ending. */
function type({ name, type: kind }: EngageSource): CheckFinding {
  if (kind === undefined) return skipped('Engage does not return the type of the source.');
  if (/sdk/i.test(kind)) return passed('It is a Channel SDK source.');
  return failed(
    `The source "${name}" is of type "${kind}", not Channel SDK.`,
    `Create a source of type "RingCX Digital channel SDK" (older: "Engage Digital Source SDK") in ${PAGE}, and set engage.sourceId, engage.realtimeEndpointUrl and engage.realtimeAccessToken from its page. Put a source of this type into engage.nativeSourceIds.`,
  );
}

function defaultCategory(facts: EngageFacts, { name, defaultCategoryIds }: EngageSource): CheckFinding {
  const [bot, agent] = [facts.setting('botCategoryId'), facts.setting('agentCategoryId')];
  const fix = `Open the source in ${PAGE}, message settings, and choose the category Bot as the only default category.`;
  if (defaultCategoryIds.includes(agent))
    return failed(
      `New conversations of "${name}" get the category Agent: agents get conversations that the bot should answer.`,
      fix,
    );
  if (defaultCategoryIds.includes(bot)) return passed('New conversations get the category Bot.');
  return failed(`New conversations of "${name}" do not get the category Bot: they may be offered to any agent.`, fix);
}

function channelGroup({ name, channelId }: EngageSource): CheckFinding {
  if (channelId !== undefined) return passed('The source is in a channel group.');
  return failed(
    `The source "${name}" is in no channel group: its conversations are offered to no agent.`,
    `Add the source to a channel group in ${engageMenu('channelGroups')}.`,
  );
}

async function realtimeSource(facts: EngageFacts, realtime: () => Promise<RealtimeAnswer>): Promise<CheckFinding> {
  if (hasNone(facts)) return NO_SOURCE;
  const answer = await realtime();
  if (answer.kind !== 'elsewhere') return passed('The endpoint answers for this source.');
  const source = await facts.source().catch(() => 'unknown' as const); // without REST, nothing is known about it
  if (source !== 'unknown' && !source?.active)
    return skipped('The source is missing or switched off, so its endpoint does not answer.');
  return failed(
    `${facts.tenant.engage.realtimeEndpointUrl} does not accept calls for this source. ${answer.reason}`,
    `Copy "Realtime endpoint URL" from the page of the source, in ${PAGE}, to engage.realtimeEndpointUrl, and check that the source is active.`,
  );
}

function realtimeToken(answer: RealtimeAnswer): CheckFinding {
  if (answer.kind !== 'signature-refused')
    return passed('Engage accepts what is signed with engage.realtimeAccessToken.');
  return failed(
    'Engage does not accept our signature, so no message reaches agents, and calls from Engage cannot be verified.',
    `Copy the access token from the page of the source, in ${PAGE}, to engage.realtimeAccessToken. It is not the API access token.`,
  );
}

function realtimeAction(answer: RealtimeAnswer): CheckFinding {
  if (answer.kind !== 'action-refused') return passed('Engage knows what this service implements.');
  return warned(
    'Engage does not know what this service implements: it has not asked since the Base URI was set, or has failed to.',
    `Open the source in ${PAGE}, set Base URI to ingress.engageUrl of the tenant, and save it: Engage then asks at once.`,
  );
}
