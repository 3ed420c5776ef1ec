import type { Capability } from '../capability.js';
import { ContentEvents } from './content-events.js';
import { AcceptEngageEvent } from './accept-engage-event.js';
import { AcceptQueueUpdate } from './accept-queue-update.js';
import { ApplyEarlyEvents } from './apply-early-events.js';

export const engageInbound: Capability = {
  exported: [AcceptEngageEvent, AcceptQueueUpdate],
  internal: [ApplyEarlyEvents, ContentEvents],
};
