import type { BotEvent } from '#handover';
import type { JsonObject } from '#kernel';
import { apiFile, clientFile } from './agent-files.js';
import { hasQueueDisplay, partsFor } from './agent-parts.js';
import { customerInput } from './customer-input.js';
import { handoverInput } from './handover-input.js';

/** One call to Cognigy: to the customer (`notify`), into the flow (`inject`), or as a customer's channel (`input`). */
export interface CognigyCall {
  readonly service: 'notify' | 'inject' | 'input';
  /** Only an input may have none. */
  readonly text?: string;
  readonly data: JsonObject;
  readonly attachments?: JsonObject[];
  /** Webchat shows the text as a human agent's. */
  readonly source?: 'agent';
}

export interface CallOptions {
  readonly queueWidget: boolean;
  /** Engage is the customer's channel: nothing reaches the customer by Cognigy. */
  readonly isNative: boolean;
}

type AgentMessage = Extract<BotEvent, { type: 'agent.message' }>;
type StatusEvent = Extract<BotEvent, { type: 'handover.status' }>;

/** The calls to Cognigy for an event, in order. */
export function callsFor(event: BotEvent, options: CallOptions): CognigyCall[] {
  switch (event.type) {
    case 'agent.typing':
      return []; // no API shows it, and an inject would run the flow, which is billed
    case 'user.message':
      return [{ service: 'input', ...customerInput(event) }];
    case 'agent.message':
      return agentCalls(event);
    case 'handover.status':
      return statusCalls(event, options);
  }
}

function agentCalls(event: AgentMessage): CognigyCall[] {
  const { attachments: files } = event.data;
  const origin = event.byTenant ? 'connector' : 'agent';
  return partsFor(event).map(({ text, content }, index) => ({
    service: 'notify',
    text,
    data: {
      ...content,
      ...(index === 0 && files.length > 0 && { attachments: files.map(clientFile) }),
      ...tag(origin, event, event.handoverId, index),
    },
    ...(index === 0 && files.length > 0 && { attachments: files.map(apiFile) }),
    ...(!event.byTenant && { source: 'agent' }),
  }));
}

function statusCalls(event: StatusEvent, { queueWidget, isNative }: CallOptions): CognigyCall[] {
  const inject: CognigyCall = { service: 'inject', text: '', data: handoverInput(event) };
  if (isNative) return [inject];
  const { acceptedMessage } = event.address;
  const { handoverId, event: name } = event.data;
  if (name === 'accepted' && typeof acceptedMessage === 'string' && acceptedMessage.trim() !== '')
    return [{ service: 'notify', text: acceptedMessage, data: tag('connector', event, handoverId) }, inject];
  return name === 'queueUpdate' && queueWidget && hasQueueDisplay(event.address) ? [inject, widget(event)] : [inject];
}

/** Consumed by Webchat v3 as an event; it must have no text. */
function widget(event: StatusEvent): CognigyCall {
  const { handoverId, position, estimatedWaitTime } = event.data;
  const payload = {
    ...(position !== undefined && { position }),
    ...(estimatedWaitTime !== undefined && { estimatedWaitTime }),
  };
  const data = { _cognigy: { _webchat3: { type: 'queueUpdate', payload } }, ...tag('connector', event, handoverId) };
  return { service: 'notify', text: '', data };
}

/** Marks our messages, so that the transformer neither reports them back nor shows them twice. */
function tag(origin: 'agent' | 'connector', { id }: BotEvent, handoverId?: string, part = 0): JsonObject {
  const eventId = part === 0 ? id : `${id}:${part + 1}`;
  return { handoverConnector: { origin, eventId, ...(handoverId !== undefined && { handoverId }) } };
}
