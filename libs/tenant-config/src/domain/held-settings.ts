import { normaliseBaseApiUrl, withImplied } from './engage-address.js';
import type { EngageDocument, TenantDocument } from './stored-tenant.js';

/** A change that a running handover would not survive. */
export interface HeldChange {
  /** JSON pointer of the setting. */
  readonly pointer: string;
  readonly side: 'engage' | 'bot';
  /** Set when only handovers on these sources of Engage are in the way. */
  readonly nativeSourceIds?: readonly string[];
}

/** What the tenant leaves behind: its Engage domain, or only its source there. */
export function leftEngage(before: EngageDocument, after: EngageDocument): 'domain' | 'source' | undefined {
  const [old, current] = [addressOf(before), addressOf(after)];
  if (old.domain !== undefined && old.domain !== current.domain) return 'domain';
  return old.source !== undefined && old.source !== current.source ? 'source' : undefined;
}

/**
 * The settings that a handover needs from its beginning to its end: a thread is given back by the categories that it was handed
 * over with, found where it was written, and the end is announced to the bot that started it.
 */
export function heldChanges(before: TenantDocument, after: TenantDocument): HeldChange[] {
  const left = leftEngage(before.engage, after.engage);
  const engage = before.engage;
  const categories = (['botCategoryId', 'agentCategoryId'] as const).filter(
    (name) => engage[name] !== undefined && engage[name] !== after.engage[name],
  );
  const withdrawn = (engage.nativeSourceIds ?? []).filter((id) => !after.engage.nativeSourceIds?.includes(id));
  return [
    ...(left
      ? [{ pointer: left === 'domain' ? '/engage/baseApiUrl' : '/engage/sourceId', side: 'engage' as const }]
      : []),
    ...categories.map((name) => ({ pointer: `/engage/${name}`, side: 'engage' as const })),
    ...(withdrawn.length > 0
      ? [{ pointer: '/engage/nativeSourceIds', side: 'engage' as const, nativeSourceIds: withdrawn }]
      : []),
    ...(before.bot.platform === after.bot.platform ? [] : [{ pointer: '/bot/platform', side: 'bot' as const }]),
  ];
}

function addressOf(engage: EngageDocument): { domain: string | undefined; source: string | undefined } {
  const { baseApiUrl, realtimeEndpointUrl } = withImplied(engage);
  return {
    domain: baseApiUrl ?? (realtimeEndpointUrl && normaliseBaseApiUrl(realtimeEndpointUrl)),
    source: realtimeEndpointUrl,
  };
}
