import type { BotEvent } from '#handover';
import type { JsonObject } from '#kernel';

type StatusEvent = Extract<BotEvent, { type: 'handover.status' }>;

const TERMINAL: readonly string[] = ['completed', 'cancelled', 'error'];

/**
 * The data of a flow's input: `handover`, and on queue updates also `request`, where Cognigy's own pages look for the
 * position and the time. A number that Engage did not send is omitted, not 0.
 */
export function handoverInput(event: StatusEvent): JsonObject {
  const queue = queueNumbers(event);
  const isUpdate = event.data.event === 'queueUpdate' && Object.keys(queue).length > 0;
  return { handover: handoverOf(event, queue), ...(isUpdate && { request: { ...queue } }) };
}

function queueNumbers({ data: { position, estimatedWaitTime } }: StatusEvent): JsonObject {
  return {
    ...(position !== undefined && { position }),
    ...(estimatedWaitTime !== undefined && { estimatedWaitTime }),
  };
}

function handoverOf(event: StatusEvent, queue: JsonObject): JsonObject {
  const { handoverId, status, event: name, inactivityCount, error } = event.data;
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
