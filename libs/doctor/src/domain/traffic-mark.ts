import type { InboundTraffic } from '#tenant-config';

/** When calls to this service were last accepted and refused, by the database's clock. */
export interface TrafficMark {
  readonly subject: InboundTraffic;
  /** How long ago, in seconds; absent: never. */
  readonly acceptedAgo?: number | undefined;
  readonly refusedAgo?: number | undefined;
  /** Of the last refusal. */
  readonly reason?: string | undefined;
}

/** Whether the last result is a refusal. */
export function isRefusing({ acceptedAgo, refusedAgo }: TrafficMark): boolean {
  return refusedAgo !== undefined && (acceptedAgo === undefined || refusedAgo < acceptedAgo);
}
