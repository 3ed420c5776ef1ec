import type { TenantId } from '#kernel';

/** Calls from Engage: by its Channel SDK, also to ask for our capabilities, and by its webhooks; and the times in these calls. */
export const INBOUND_TRAFFIC = ['sdk-calls', 'capabilities', 'webhooks', 'call-times'] as const;
export type InboundTraffic = (typeof INBOUND_TRAFFIC)[number];

/** Credentials of outgoing calls: the API access token; what the Send API checks; the secrets of the bot platform. */
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
 * Records whether credentials are accepted in ordinary traffic, so that a wrong one is visible at once. Callers do not
 * wait for it: it is written afterwards, and rarely while nothing changes.
 */
export abstract class Traffic {
  abstract accepted(tenantId: TenantId, ...subjects: TrafficSubject[]): void;
  /** @param reason what was seen, safe to show to administrators */
  abstract refused(tenantId: TenantId, subject: TrafficSubject, reason: string): void;
}

/** For parts of the service that run without the connection checks. */
export class UnwatchedTraffic extends Traffic {
  accepted(): void {
    // nothing is recorded
  }

  refused(): void {
    // nothing is recorded
  }
}
