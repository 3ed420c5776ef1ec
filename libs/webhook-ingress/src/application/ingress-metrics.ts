import { Injectable } from '@nestjs/common';
import type { EventReceipt } from '#handover';
import { Counter } from 'prom-client';
import { isKnownEventType } from './engage-event-types.js';

export type EngageCallKind = 'sdk' | 'webhook' | 'verification' | 'unknown';

/** `failed` is our fault and counts towards the error ratio for which Engage suspends a webhook. */
export type EngageCallOutcome = 'ok' | 'refused' | 'failed';

const calls = new Counter({
  name: 'handover_engage_calls_total',
  help: 'Calls that Engage made to us, by outcome.',
  labelNames: ['tenant', 'kind', 'outcome'],
});

const events = new Counter({
  name: 'handover_engage_events_total',
  help: 'Webhook events by type and by what became of them; types that Engage does not document are "other".',
  labelNames: ['tenant', 'type', 'receipt'],
});

/** Counts what Engage sends. Labels hold the tenant's slug and words of ours, never a caller's text. */
@Injectable()
export class IngressMetrics {
  call(tenant: string, kind: EngageCallKind, outcome: EngageCallOutcome): void {
    calls.inc({ tenant, kind, outcome });
  }

  event(tenant: string, type: string, receipt: EventReceipt | 'malformed'): void {
    events.inc({ tenant, type: isKnownEventType(type) ? type : 'other', receipt });
  }
}
