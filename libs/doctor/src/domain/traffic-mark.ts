import type { InboundTraffic } from '#tenant-config';

/** When calls to us were accepted and refused last, by the database's clock. */
export interface TrafficMark {
  readonly subject: InboundTraffic;
  /** How long ago, in seconds; left out: never. */
  readonly acceptedAgo?: number | undefined;
  readonly refusedAgo?: number | undefined;
  /** Of the last refusal. */
  readonly reason?: string | undefined;
}

/** Whether the last that was seen is a refusal. */
export function isRefusing({ acceptedAgo, refusedAgo }: TrafficMark): boolean {
  return refusedAgo !== undefined && (acceptedAgo === undefined || refusedAgo < acceptedAgo);
}
