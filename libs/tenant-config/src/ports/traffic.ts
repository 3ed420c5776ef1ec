import type { TenantId } from '#kernel';

/** What calls us: Engage's Channel SDK, the same when it asks what we implement, and its webhooks; and the times that these calls say. */
export const INBOUND_TRAFFIC = ['sdk-calls', 'capabilities', 'webhooks', 'call-times'] as const;
export type InboundTraffic = (typeof INBOUND_TRAFFIC)[number];

/** What we call with: the API access token; what the Send API looks at; the secrets of the bot platform. */
export const OUTBOUND_TRAFFIC = [
  'engage-token',
  'realtime-source',
  'realtime-token',
  'realtime-action',
  'bot-credentials',
] as const;
export type OutboundTraffic = (typeof OUTBOUND_TRAFFIC)[number];

export type TrafficSubject = InboundTraffic | OutboundTraffic;

/**
 * Notices whether credentials are accepted in ordinary traffic, so that a wrong one shows at once. Costs the caller nothing: it is
 * written afterwards, and seldom while nothing changes.
 */
export abstract class Traffic {
  abstract accepted(tenantId: TenantId, ...subjects: TrafficSubject[]): void;
  /** @param reason what was seen, safe to show to administrators */
  abstract refused(tenantId: TenantId, subject: TrafficSubject, reason: string): void;
}

/** For parts of the service that run without anybody who looks at traffic. */
export class UnwatchedTraffic extends Traffic {
  accepted(): void {
    // no one wants to know
  }

  refused(): void {
    // no one wants to know
  }
}
