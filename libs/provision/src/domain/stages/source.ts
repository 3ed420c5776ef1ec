import { EngagePages, engageMenu } from '#tenant-config';
import { type DomainState, refusalOf, valueOf } from '../domain-state.js';
import { knownCategories } from '../known-categories.js';
import { idle, type PlannedStep } from '../step.js';
import { needsOwnSource } from '../wish.js';

/** The source itself, which only a person can create in Engage. */
export function source(state: DomainState): PlannedStep[] {
  const { site } = state;
  if (!needsOwnSource(site)) return [];
  const seen = valueOf(state.source);
  const shown = seen ? { id: seen.id, name: seen.name, active: seen.active, status: seen.status ?? null } : null;
  const step = {
    id: 'source',
    title: 'Community profile and source',
    before: shown,
    after: shown,
    link: new EngagePages(site.baseApiUrl).administration,
    check: 'source-exists',
  };
  if (seen && seen.active && site.canSend) return [idle({ ...step, action: 'keep' })];
  return [idle({ ...step, action: 'manual', detail: whatToDo(state) })];
}

function whatToDo(state: DomainState): string {
  const { site } = state;
  const seen = valueOf(state.source);
  if (seen && !seen.active) return `The source "${seen.name}" is switched off. Switch it on: ${engageMenu('sources')}.`;
  if (site.sourceId !== undefined && !seen)
    return (
      `Engage shows no source ${site.sourceId} to the user of the API access token. ` +
      `Give that user the permissions "read" and "reply" on the source: key icon in ${engageMenu('agents')}. Or correct engage.sourceId.`
    );
  const create = `Open ${engageMenu('communities')} and add a community profile of the type "SDK". Then open ${engageMenu('sources')}, add a "RingCX Digital channel SDK" with the Base URI ${site.engageUrl} and save it.`;
  const paste = `Send the realtime endpoint URL and the access token that the page of the source then shows: PATCH /admin/tenants/${site.slug} with { "engage": { "realtimeEndpointUrl": …, "realtimeAccessToken": … } }. Save the source once more, then apply again.`;
  return seen ? paste : `${create} ${paste}`;
}

/** New threads of the source belong to the bot. */
export function defaultCategory(state: DomainState): PlannedStep[] {
  if (!needsOwnSource(state.site)) return [];
  const { bot, agent } = knownCategories(state);
  const step = {
    id: 'source.default-category',
    title: 'Default category of the source',
    before: null,
    after: null,
    check: 'source-default-category',
  };
  const refused = refusalOf(state.source);
  if (refused !== undefined) return [idle({ ...step, action: 'forbidden', detail: refused })];
  const seen = valueOf(state.source);
  if (!seen || !bot) {
    const detail = seen ? 'The category of the bot must be created first.' : 'The source must be set up first.';
    return [idle({ ...step, action: 'blocked', detail })];
  }
  const before = [...seen.defaultCategoryIds];
  const wrong = (id: string): boolean => id === bot.id || id === agent?.id;
  const isRight = before.includes(bot.id) && !before.some((id) => id === agent?.id);
  const after = isRight ? before : [...before.filter((id) => !wrong(id)), bot.id];
  const compared = { ...step, before, after };
  if (isRight) return [idle({ ...compared, action: 'keep' })];
  const effect = { type: 'set-default-categories', sourceId: seen.id, before, categoryIds: after } as const;
  return [{ ...compared, action: 'update', right: 'update_content_source', effects: [effect] }];
}

/** Agents are available on channel groups. Which strategy routes a group cannot be read by the API. */
export function routing(state: DomainState): PlannedStep[] {
  if (!needsOwnSource(state.site)) return [];
  const seen = valueOf(state.source);
  const groups = (valueOf(state.channels) ?? []).filter(
    ({ id, sourceIds }) => id === seen?.channelId || (seen && sourceIds.includes(seen.id)),
  );
  const shown = groups.map(({ id, name }) => ({ id, name }));
  const step = {
    id: 'routing',
    title: 'Channel group and routing strategy',
    before: shown,
    after: shown,
    link: new EngagePages(state.site.baseApiUrl).administration,
    check: 'source-channel-group',
  };
  const strategy =
    'In the routing strategy, keep the delay of a step "anyone" at 0, or agents are offered conversations with the bot.';
  if (groups.length > 0) return [idle({ ...step, action: 'keep', detail: strategy })];
  return [
    idle({
      ...step,
      action: 'manual',
      detail: `Put the source into a channel group, in ${engageMenu('channelGroups')}, that a routing strategy serves. ${strategy}`,
    }),
  ];
}

/** A default category there sends all customers of that channel to the bot: a person decides that. */
export function nativeSources({ site }: DomainState): PlannedStep[] {
  if (site.nativeSourceIds.length === 0) return [];
  const ids = [...site.nativeSourceIds];
  return [
    idle({
      id: 'native-sources',
      title: 'Sources that Engage serves itself',
      action: 'manual',
      before: ids,
      after: ids,
      link: new EngagePages(site.baseApiUrl).administration,
      check: 'native-sources',
      detail: `On these sources, give the user of the API access token and the agents the permissions "read" and "reply", with the key icon in ${engageMenu('agents')}, and make the category of the bot their default category (${engageMenu('sources')}).`,
    }),
  ];
}
