import type { BotEvent } from '#handover';
import type { JsonObject } from '#kernel';

type StatusEvent = Extract<BotEvent, { type: 'handover.status' }>;

const TERMINAL: readonly string[] = ['completed', 'cancelled', 'error'];

/**
 * What a flow finds in `input.data.handover`. Every path that Cognigy documents for the queue is served; a number that
 * Engage did not tell is left out rather than 0.
 */
export function handoverInput(event: StatusEvent): JsonObject {
  const { handoverId, status, event: name, position, estimatedWaitTime, inactivityCount, error } = event.data;
  const queue = {
    ...(position !== undefined && { position }),
    ...(estimatedWaitTime !== undefined && { estimatedWaitTime }),
  };
  return {
    status,
    event: name,
    ...queue,
    ...(Object.keys(queue).length > 0 && { data: { ...queue } }),
    ...(!TERMINAL.includes(status) && { inactivityCount: inactivityCount ?? 0 }),
    ...(error && { error: { reason: error.reason, message: error.message } }),
    provider: 'ringcentral-engage',
    handoverId,
    eventId: event.id,
    sequence: event.sequence,
    occurredAt: event.occurredAt,
  };
}
