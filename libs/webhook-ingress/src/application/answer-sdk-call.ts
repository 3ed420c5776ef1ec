import { Injectable, Optional } from '@nestjs/common';
import { AcceptAgentMessage, AcceptAgentTyping, AcceptQueueUpdate, UnknownThread } from '#handover';
import { type ForeignId, type JsonObject, readCount, readId, readInstant, readObject } from '#kernel';
import { type Tenant, Traffic, UnwatchedTraffic } from '#tenant-config';
import { readJsonObject } from './call-body.js';
import { implementationInfo } from './implementation-info.js';
import { CallOutOfTime, UnreadableCall } from './ingress.errors.js';
import { readAgentMessage } from './reading/read-agent-message.js';
import { ReplayWindow } from './replay-window.js';

const MAX_QUEUE_POSITION = 1_000_000;
const MAX_WAIT_SECONDS = 365 * 24 * 3600;

interface ReadCall {
  readonly call: JsonObject;
  readonly action: string;
  readonly params: JsonObject;
  readonly rawBody: Buffer;
}

/** Answers a Channel SDK call. Unsupported actions get the empty answer of a realtime source. */
@Injectable()
export class AnswerSdkCall {
  constructor(
    private readonly agentMessages: AcceptAgentMessage,
    private readonly agentTyping: AcceptAgentTyping,
    private readonly queueUpdates: AcceptQueueUpdate,
    private readonly window: ReplayWindow,
    @Optional() private readonly traffic: Traffic = new UnwatchedTraffic(),
  ) {}

  /** @throws UnreadableCall for a body that is not an SDK call, CallOutOfTime */
  async run(tenant: Tenant, rawBody: Buffer): Promise<object> {
    const call = readJsonObject(rawBody);
    const { action, params: given } = call;
    if (typeof action !== 'string' || action === '') throw new UnreadableCall('The body has no action.');
    if (!this.window.admits(tenant, 'sdk', readInstant(call['time']))) throw new CallOutOfTime();
    return this.act(tenant, { call, action, params: readObject(given), rawBody });
  }

  private async act(tenant: Tenant, { call, action, params, rawBody }: ReadCall): Promise<object> {
    if (action === 'implementation.info') return this.capabilities(tenant);
    if (action === 'messages.create') return this.createMessage(tenant, call, rawBody);
    if (action === 'messaging.queuing_update') return this.updateQueue(tenant, params);
    if (action === 'typing.start' || action === 'typing.stop')
      return this.showTyping(tenant, params, action === 'typing.start');
    return action.endsWith('.list') ? [] : {};
  }

  private capabilities(tenant: Tenant): object {
    this.traffic.accepted(tenant.id, 'capabilities');
    return implementationInfo(tenant);
  }

  private async createMessage(tenant: Tenant, call: JsonObject, rawBody: Buffer): Promise<object> {
    const message = readAgentMessage(tenant, call, rawBody);
    if ('refusal' in message) return fatal(message.refusal);
    try {
      return { id: await this.agentMessages.run(tenant, message) };
    } catch (error) {
      if (error instanceof UnknownThread) return fatal(error.message);
      throw error;
    }
  }

  /**
   * Whether Engage sends these, and with which params, is not documented: they are read like those that we send to it.
   */
  private async showTyping(tenant: Tenant, params: JsonObject, typing: boolean): Promise<object> {
    await this.agentTyping.run(tenant, {
      threadForeignId: readId(params['thread_id']) as ForeignId | undefined,
      answeredId: readId(params['in_reply_to_id']) as ForeignId | undefined,
      typing,
    });
    return {};
  }

  private async updateQueue(tenant: Tenant, params: JsonObject): Promise<object> {
    const threadId = readId(params['thread_id']);
    if (threadId) {
      await this.queueUpdates.run(tenant, {
        threadForeignId: threadId as ForeignId,
        position: wholeNumber(readCount(params['position'], MAX_QUEUE_POSITION)),
        estimatedWaitSeconds: readCount(params['estimated_wait_time'], MAX_WAIT_SECONDS),
      });
    }
    return {};
  }
}

/** The answer after which Engage does not repeat the call; the agent sees that the message was not delivered. */
function fatal(message: string): object {
  return { error: { fatal: true, message } };
}

function wholeNumber(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.trunc(value);
}
