import type { BotEvent } from '#handover';
import type { JsonObject, JsonValue } from '#kernel';
import { richContent } from './agent-content.js';
import { apiFile, clientFile } from './agent-files.js';
import { handoverInput } from './handover-input.js';

/** One call to Cognigy: to the customer (`notify`) or into the flow (`inject`). */
export interface CognigyCall {
  readonly service: 'notify' | 'inject';
  readonly text: string;
  readonly data: JsonObject;
  readonly attachments?: JsonObject[];
  /** Shows the words as a human agent's in Webchat. */
  readonly source?: 'agent';
}

type AgentMessage = Extract<BotEvent, { type: 'agent.message' }>;
type StatusEvent = Extract<BotEvent, { type: 'handover.status' }>;

/** Cognigy takes no longer text. */
const MAX_TEXT = 10_000;

/** What Cognigy is told of an event, in order. */
export function callsFor(event: BotEvent, { queueWidget }: { queueWidget: boolean }): CognigyCall[] {
  if (event.type === 'agent.typing') return []; // no API shows it, and an inject would run the flow, which is billed
  if (event.type === 'user.message') return []; // no tenant of ours has such sources
  return event.type === 'agent.message' ? agentCalls(event) : statusCalls(event, queueWidget);
}

function agentCalls(event: AgentMessage): CognigyCall[] {
  const { text, attachments: files, content } = event.data;
  const rich = richContent(content as JsonValue | undefined, text);
  const words = isWebchat(event) ? text : [text, ...files.map(({ url }) => url)].filter(Boolean).join('\n');
  const parts = rich ? [''] : partsOf(words);
  return parts.map((part, index) => ({
    service: 'notify',
    text: part,
    data: {
      ...rich,
      ...(index === 0 && files.length > 0 && { attachments: files.map(clientFile) }),
      ...tag('agent', event, event.handoverId, index),
    },
    ...(index === 0 && files.length > 0 && { attachments: files.map(apiFile) }),
    source: 'agent',
  }));
}

function statusCalls(event: StatusEvent, queueWidget: boolean): CognigyCall[] {
  const inject: CognigyCall = { service: 'inject', text: '', data: { handover: handoverInput(event) } };
  const { acceptedMessage } = event.address;
  const { handoverId, event: name } = event.data;
  if (name === 'accepted' && typeof acceptedMessage === 'string' && acceptedMessage !== '')
    return [{ service: 'notify', text: acceptedMessage, data: tag('connector', event, handoverId) }, inject];
  return name === 'queueUpdate' && queueWidget && isWebchat(event) ? [inject, widget(event)] : [inject];
}

/** Consumed by Webchat v3 as an event; it must carry no words. */
function widget(event: StatusEvent): CognigyCall {
  const { handoverId, position, estimatedWaitTime } = event.data;
  const payload = {
    ...(position !== undefined && { position }),
    ...(estimatedWaitTime !== undefined && { estimatedWaitTime }),
  };
  const data = { _cognigy: { _webchat3: { type: 'queueUpdate', payload } }, ...tag('connector', event, handoverId) };
  return { service: 'notify', text: '', data };
}

/** Lets the transformer know our words again: it neither reports them back nor shows them twice. */
function tag(origin: 'agent' | 'connector', { id }: BotEvent, handoverId?: string, part = 0): JsonObject {
  const eventId = part === 0 ? id : `${id}:${part + 1}`;
  return { handoverConnector: { origin, eventId, ...(handoverId !== undefined && { handoverId }) } };
}

/** Other channels may drop what stands in `data`. */
function isWebchat({ address }: BotEvent): boolean {
  return typeof address['channel'] === 'string' && /^webchat/i.test(address['channel']);
}

function partsOf(text: string): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > MAX_TEXT) {
    const part = rest
      .slice(0, MAX_TEXT)
      .toWellFormed()
      .replace(/\uFFFD$/, ''); // not through the middle of a character
    parts.push(part);
    rest = rest.slice(part.length);
  }
  return [...parts, rest];
}
