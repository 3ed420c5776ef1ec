import type { TenantId } from '#kernel';
import { Traffic, type TrafficSubject } from '../ports/traffic.js';

/** Remembers what was seen, e.g. `accepted bot-credentials`, `refused engage-token: …`. */
export class FakeTraffic extends Traffic {
  readonly seen: string[] = [];

  accepted(_: TenantId, ...subjects: TrafficSubject[]): void {
    this.seen.push(...subjects.map((subject) => `accepted ${subject}`));
  }

  refused(_: TenantId, subject: TrafficSubject, reason: string): void {
    this.seen.push(`refused ${subject}: ${reason}`);
  }
}
