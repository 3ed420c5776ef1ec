import type { StartHandoverCommand } from '#handover';
import { cleanJson, isJsonObject, type JsonObject, readTexts } from '#kernel';
import type { Tenant } from '#tenant-config';
import { type ChatlayerItem, lastMoment } from './chatlayer-item.js';
import { wordsIn } from './read-words.js';
import { sessionOf } from './session-address.js';
import type { WebhookCall } from './webhook-call.js';

/** Maximum number of turns, the newest; no setting sends more to an agent. */
const MOST_TURNS = 1_000;
const MAX_CATEGORIES = 20;
const CATEGORY_ID = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * The handover that an offload requests. Of the bot builder's payload, `profile`, `reason`, `summary` and `categoryIds` have a
 * meaning here; everything else is shown to the agent as it is.
 */
export function offloadCommand(tenant: Tenant, call: WebhookCall): StartHandoverCommand {
  const { profile, reason, summary, categoryIds, ...context } = cleanJson(call.payload);
  const [why, story] = [wordsIn(reason), wordsIn(summary)];
  const { address, ...session } = sessionOf(call);
  const until = tenant.handover.forwardOnlyHandover ? lastMoment(call.items) : undefined;
  return {
    ...session,
    address: { ...address, ...(until && { transcriptUntil: until.toISOString() }) },
    profile: profileOf(call.items, profile),
    transcript: call.items
      .slice(-MOST_TURNS)
      .flatMap(({ actor, said, timestamp }) =>
        said ? [{ author: actor, ...said, ...(timestamp && { sentAt: timestamp }) }] : [],
      ),
    ...(why !== undefined && { reason: why }),
    ...(story !== undefined && { summary: story }),
    ...(Object.keys(context).length > 0 && { context }),
    categoryIds: categoriesOf(categoryIds),
    options: {},
    request: { key: `offload ${call.timestamp}`, body: Buffer.from(call.timestamp) },
  };
}

/** The customer's data from the channel ("Guest" means unknown), overwritten by what the bot builder sends. */
function profileOf(items: readonly ChatlayerItem[], given: unknown): JsonObject {
  const { firstname, preferredLanguage } = items.findLast(({ actor }) => actor === 'user')?.sender ?? {};
  const [name, language] = [wordsIn(firstname), wordsIn(preferredLanguage)];
  return {
    ...(name !== undefined && name !== 'Guest' && { firstname: name }),
    ...(language !== undefined && { preferredLanguage: language }),
    ...(isJsonObject(given) && given),
  };
}

function categoriesOf(ids: unknown): string[] {
  return readTexts(ids)
    .filter((id) => CATEGORY_ID.test(id))
    .slice(0, MAX_CATEGORIES);
}
