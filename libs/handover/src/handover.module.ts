import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { type FrequentJob, type Job, JobRegistry } from '#database';
import { type DeliveryHandler, DeliveryHandlers, DeliveryLog } from '#delivery';
import { RunningWork, TenantConfigModule } from '#tenant-config';
import { adapters } from './adapters/adapters.js';
import { availability } from './availability/capability.js';
import { bot } from './bot/capability.js';
import { type Capability, providersOf } from './capability.js';
import { end } from './end/capability.js';
import { engageInbound } from './engage-inbound/capability.js';
import { engageOutbound } from './engage-outbound/capability.js';
import { intake } from './intake/capability.js';
import { messages } from './messages/capability.js';
import { native } from './native/capability.js';
import { operators } from './operators/capability.js';
import { ConversationsController } from './operators/http/conversations.controller.js';
import { presence } from './presence/capability.js';
import { reconcile } from './reconcile/capability.js';
import { retention } from './retention/capability.js';
import { sessions } from './sessions/capability.js';
import { start } from './start/capability.js';
import { timers } from './timers/capability.js';

const PEOPLE: readonly Capability[] = [messages, presence, native, sessions, operators];
const LIFE: readonly Capability[] = [start, availability, end, timers, reconcile, retention];
const EDGES: readonly Capability[] = [engageInbound, engageOutbound, bot, intake];
const CAPABILITIES = PEOPLE.concat(LIFE, EDGES);
const JOBS = CAPABILITIES.flatMap(({ jobs = [] }) => jobs);

/**
 * Conversations and handovers: who answers, and what happens next. The application binds `ContactCentre`, `AgentsOnDuty`, `BotPlatforms`,
 * `ContentReader`, `EngageEventParser` and `Clock` globally; the lanes find their `DeliveryLog` here.
 */
@Global()
@Module({
  imports: [TenantConfigModule],
  controllers: [ConversationsController],
  providers: [...CAPABILITIES.flatMap(providersOf), ...adapters],
  exports: [...CAPABILITIES.flatMap(({ exported = [] }) => exported), ...JOBS, DeliveryLog, RunningWork],
})
export class HandoverModule implements OnModuleInit {
  constructor(
    private readonly handlers: DeliveryHandlers,
    private readonly jobs: JobRegistry,
    private readonly module: ModuleRef,
  ) {}

  onModuleInit(): void {
    for (const handler of CAPABILITIES.flatMap(({ deliveries = [] }) => deliveries))
      this.handlers.register(this.module.get<DeliveryHandler>(handler));
    for (const job of JOBS) this.jobs.register(this.module.get<Job | FrequentJob>(job));
  }
}
