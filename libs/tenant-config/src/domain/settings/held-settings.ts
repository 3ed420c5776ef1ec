import { normaliseBaseApiUrl, withImplied } from '../engage/engage-address.js';
import type { EngageDocument, TenantDocument } from '../stored-tenant.js';

/** A change that would break running handovers. */
export interface HeldChange {
  /** JSON pointer of the setting. */
  readonly pointer: string;
  readonly side: 'engage' | 'bot';
  /** Set if only handovers on these sources of Engage prevent the change. */
  readonly nativeSourceIds?: readonly string[];
}

/** What the tenant leaves: its Engage domain, or only its source there. */
export function leftEngage(before: EngageDocument, after: EngageDocument): 'domain' | 'source' | undefined {
  const [old, current] = [addressOf(before), addressOf(after)];
  if (old.domain !== undefined && old.domain !== current.domain) return 'domain';
  return old.source !== undefined && old.source !== current.source ? 'source' : undefined;
}

/**
 * Changes of settings that must stay the same during a handover: the thread is found on the same source and returned by
 * the same categories, and the bot that started the handover is notified of the end.
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
