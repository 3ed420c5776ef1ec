import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  AcceptAgentMessage,
  AcceptAgentTyping,
  AcceptEngageEvent,
  AcceptQueueUpdate,
  type AgentMessage,
  type AgentTyping,
  type EngageEvent,
  type QueueUpdate,
} from '#handover';
import { Clock, newId, SystemClock, type ForeignId } from '#kernel';
import { TenantDirectory, type Tenant } from '#tenant-config';
import { createHttpApp } from '#web';
import { FakeTenantDirectory } from '../../../tenant-config/src/testing/fake-tenant-directory.js';
import { AnswerSdkCall } from '../application/answer-sdk-call.js';
import { FindEngageTenant } from '../application/find-engage-tenant.js';
import { IngressMetrics } from '../application/ingress-metrics.js';
import { ReceiveEngageCall } from '../application/receive-engage-call.js';
import { ReceiveWebhook } from '../application/receive-webhook.js';
import { ReplayWindow } from '../application/replay-window.js';
import { VerifySubscription } from '../application/verify-subscription.js';
import { EngageController } from '../http/engage.controller.js';

/** The handover's side of the edge: records its calls, fails on demand. */
export class HandoverStub {
  readonly messages: AgentMessage[] = [];
  readonly events: EngageEvent[] = [];
  readonly updates: QueueUpdate[] = [];
  readonly typings: AgentTyping[] = [];
  /** Thrown by the next calls while set. */
  failure: Error | undefined;
  private readonly ids = new Map<string, ForeignId>();

  agentMessage(message: AgentMessage): ForeignId {
    this.failIfTold();
    this.messages.push(message);
    const key = message.contentId ?? message.repeatKey ?? '';
    const id = this.ids.get(key) ?? newId<ForeignId>();
    this.ids.set(key, id);
    return id;
  }

  event(event: EngageEvent): 'applied' {
    this.failIfTold();
    this.events.push(event);
    return 'applied';
  }

  update(update: QueueUpdate): void {
    this.failIfTold();
    this.updates.push(update);
  }

  typing(typing: AgentTyping): void {
    this.failIfTold();
    this.typings.push(typing);
  }

  reset(): void {
    this.messages.length = this.events.length = this.updates.length = this.typings.length = 0;
    this.failure = undefined;
  }

  private failIfTold(): void {
    if (this.failure) throw this.failure;
  }
}

export interface EngageEdge {
  readonly url: string;
  readonly handover: HandoverStub;
  readonly directory: FakeTenantDirectory;
  readonly app: NestFastifyApplication;
}

/** The edge on a free port, with tenants in memory and the handover stubbed. */
export async function startEngageEdge(...tenants: Tenant[]): Promise<EngageEdge> {
  const handover = new HandoverStub();
  const directory = new FakeTenantDirectory(...tenants);

  @Module({
    controllers: [EngageController],
    providers: [
      AnswerSdkCall,
      FindEngageTenant,
      IngressMetrics,
      ReceiveEngageCall,
      ReceiveWebhook,
      ReplayWindow,
      { provide: Clock, useClass: SystemClock },
      VerifySubscription,
      { provide: TenantDirectory, useValue: directory },
      {
        provide: AcceptAgentMessage,
        useValue: { run: async (_: Tenant, message: AgentMessage) => handover.agentMessage(message) },
      },
      {
        provide: AcceptAgentTyping,
        useValue: { run: async (_: Tenant, typing: AgentTyping) => handover.typing(typing) },
      },
      {
        provide: AcceptEngageEvent,
        useValue: {
          inOrder: async (_: Tenant, events: readonly EngageEvent[]) =>
            inOrder(events, (event) => handover.event(event)),
          known: async () => new Set<string>(),
        },
      },
      {
        provide: AcceptQueueUpdate,
        useValue: { run: async (_: Tenant, update: QueueUpdate) => handover.update(update) },
      },
    ],
  })
  class EdgeModule {}

  const app = await createHttpApp(EdgeModule, { logger: false });
  await app.listen(0, '127.0.0.1');
  return { url: await app.getUrl(), handover, directory, app };
}

/** One outcome for each; after a failure the later ones also fail. */
async function inOrder<Receipt>(
  events: readonly EngageEvent[],
  take: (event: EngageEvent) => Receipt,
): Promise<PromiseSettledResult<Awaited<Receipt>>[]> {
  const outcomes: PromiseSettledResult<Awaited<Receipt>>[] = [];
  for (const event of events) {
    const failure = outcomes.find((outcome) => outcome.status === 'rejected');
    const attempt = async (): Promise<Awaited<Receipt>> => await take(event);
    outcomes.push(failure ?? (await Promise.allSettled([attempt()]))[0]);
  }
  return outcomes;
}

/** The signature that Engage's documentation requires. */
export function hmac(body: string | Buffer, key: string): string {
  return createHmac('sha512', key).update(body).digest('hex');
}

export function fixture<Shape>(name: string): Shape {
  return JSON.parse(readFileSync(new URL(`../../fixtures/${name}.json`, import.meta.url), 'utf8')) as Shape;
}
