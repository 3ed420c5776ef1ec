import { Injectable } from '@nestjs/common';
import type { EventReceipt } from '#handover';
import { Counter } from 'prom-client';
import type { ReplayWindowMode } from '#tenant-config';
import { isKnownEventType } from './reading/engage-event-types.js';

export type EngageCallKind = 'sdk' | 'webhook' | 'verification' | 'unknown';

/** Calls that contain the time at which they were made. */
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
  help: 'Webhook events by type and result; types that Engage does not document are "other"',
  labelNames: ['type', 'receipt'],
});

const outsideWindow = new Counter({
  name: 'engage_calls_outside_replay_window_total',
  help: 'Authentic calls and events with a time outside of the replay window, by the mode of the tenant',
  labelNames: ['call', 'mode'],
});

/**
 * Counts the calls and events of Engage. Metrics are open to everyone, so labels have only fixed values: no tenant, no
 * text of callers.
 */
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
