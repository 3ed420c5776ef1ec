import type { Capability } from '../capability.js';
import { AcceptContentEvent } from './accept-content-event.js';
import { AcceptEngageEvent } from './accept-engage-event.js';
import { AcceptQueueUpdate } from './accept-queue-update.js';
import { ApplyEarlyEvents } from './apply-early-events.js';
import { LinkThread } from './link-thread.js';

export const engageInbound: Capability = {
  exported: [AcceptEngageEvent, AcceptQueueUpdate],
  internal: [AcceptContentEvent, ApplyEarlyEvents, LinkThread],
};
