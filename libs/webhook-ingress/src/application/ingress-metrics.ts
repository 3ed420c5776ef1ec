import { Injectable } from '@nestjs/common';
import type { EventReceipt } from '#handover';
import { Counter } from 'prom-client';
import type { ReplayWindowMode } from '#tenant-config';
import { isKnownEventType } from './engage-event-types.js';

export type EngageCallKind = 'sdk' | 'webhook' | 'verification' | 'unknown';

/** What says when it was made. */
export type ReplayableCall = 'sdk' | 'webhook';

/** `refused`: the call was wrong. `failed`: we could not store it. Engage counts both, and suspends a webhook for too many. */
export type EngageCallOutcome = 'ok' | 'refused' | 'failed';

const calls = new Counter({
  name: 'engage_calls_total',
  help: 'Calls that Engage made to us',
  labelNames: ['kind', 'outcome'],
});

const events = new Counter({
  name: 'engage_events_total',
  help: 'Webhook events by type and by what became of them; types that Engage does not document are "other"',
  labelNames: ['type', 'receipt'],
});

const outsideWindow = new Counter({
  name: 'engage_calls_outside_replay_window_total',
  help: 'Authentic calls and events that say a time long ago or ahead, by what the tenant does about them',
  labelNames: ['call', 'mode'],
});

/** Counts what Engage sends. Metrics are open to everybody, so labels hold words of ours only: no tenant, no caller's text. */
@Injectable()
export class IngressMetrics {
  call(kind: EngageCallKind, outcome: EngageCallOutcome): void {
    calls.inc({ kind, outcome });
  }

  outsideWindow(call: ReplayableCall, mode: ReplayWindowMode): void {
    outsideWindow.inc({ call, mode });
  }

  event(type: string, receipt: EventReceipt | 'malformed' | 'out-of-time'): void {
    events.inc({ type: isKnownEventType(type) ? type : 'other', receipt });
  }
}
