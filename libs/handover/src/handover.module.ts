import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { type FrequentJob, type Job, JobRegistry } from '#database';
import { type DeliveryHandler, DeliveryHandlers, DeliveryLog } from '#delivery';
import { RunningWork, TenantConfigModule } from '#tenant-config';
import { PostgresConversationArchive } from './adapters/postgres-conversation-archive.js';
import { PostgresConversationStore } from './adapters/postgres-conversation.store.js';
import { PostgresEventInbox } from './adapters/postgres-event-inbox.js';
import { PostgresHandoverStore } from './adapters/postgres-handover.store.js';
import { PostgresIdentityStore } from './adapters/postgres-identity.store.js';
import { PostgresMessageJournal } from './adapters/postgres-message-journal.js';
import { PostgresRunningWork } from './adapters/postgres-running-work.js';
import { PostgresTimeline, TimelineDeliveryLog } from './adapters/postgres-timeline.js';
import { AcceptAgentMessage } from './application/accept-agent-message.js';
import { AcceptAgentTyping } from './application/accept-agent-typing.js';
import { AcceptBotSideMessage } from './application/accept-bot-side-message.js';
import { AcceptEngageEvent } from './application/accept-engage-event.js';
import { AcceptPresence } from './application/accept-presence.js';
import { AcceptQueueUpdate } from './application/accept-queue-update.js';
import { AcceptReadReceipt } from './application/accept-read-receipt.js';
import { AcceptTyping } from './application/accept-typing.js';
import { ApplyEarlyEvents } from './application/apply-early-events.js';
import { BotOutbox } from './application/bot-outbox.js';
import { CheckAvailability } from './application/check-availability.js';
import { AcceptContentEvent } from './application/accept-content-event.js';
import { AskEngage } from './application/ask-engage.js';
import { DecideFact } from './application/decide-fact.js';
import { FindThread } from './application/find-thread.js';
import { LoadSituation } from './application/load-situation.js';
import { ReconcileTenant } from './application/reconcile-tenant.js';
import { StartSteps } from './application/start-steps.js';
import { StoreDecision } from './application/store-decision.js';
import { ConversationStatus } from './application/conversation-status.js';
import { CustomerProfile } from './application/customer-profile.js';
import { CustomersFiles } from './application/customers-files.js';
import { DeliverBotEvent } from './application/deliver-bot-event.js';
import { DeliverBotTyping } from './application/deliver-bot-typing.js';
import { DeliverEngageCheck } from './application/deliver-engage-check.js';
import { DeliverEngageIdentity } from './application/deliver-engage-identity.js';
import { DeliverEngageMessage } from './application/deliver-engage-message.js';
import { DeliverEngageNote } from './application/deliver-engage-note.js';
import { DeliverEngageRead } from './application/deliver-engage-read.js';
import { DeliverEngagePrepare } from './application/deliver-engage-prepare.js';
import { DeliverEngageReply } from './application/deliver-engage-reply.js';
import { DeliverEngageReturn } from './application/deliver-engage-return.js';
import { DeliverEngageStart } from './application/deliver-engage-start.js';
import { DeliverEngageTyping } from './application/deliver-engage-typing.js';
import { EndHandover } from './application/end-handover.js';
import { EngageAuthors } from './application/engage-authors.js';
import { EngageOutbox } from './application/engage-outbox.js';
import { FireTimers } from './application/fire-timers.js';
import { SetInactivity } from './application/set-inactivity.js';
import { LinkThread } from './application/link-thread.js';
import { LookAtConversations } from './application/look-at-conversations.js';
import { MessageFiles } from './application/message-files.js';
import { OncePerRequest } from './application/once-per-request.js';
import { FindConversation } from './application/find-conversation.js';
import { FindSession } from './application/find-session.js';
import { OpenCase } from './application/open-case.js';
import { OperateConversation } from './application/operate-conversation.js';
import { PassingNews } from './application/passing-news.js';
import { PurgeExpired } from './application/purge-expired.js';
import { ReadTimeline } from './application/read-timeline.js';
import { ReconcileHandovers } from './application/reconcile-handovers.js';
import { ReplyFaults } from './application/reply-faults.js';
import { SettingFaults } from './application/setting-faults.js';
import { StartFailures } from './application/start-failures.js';
import { StartHandover } from './application/start-handover.js';
import { TenantWork } from './application/tenant-work.js';
import { ConversationsController } from './http/conversations.controller.js';
import { ConversationArchive } from './ports/conversation-archive.js';
import { ConversationStore } from './ports/conversation-store.js';
import { EventInbox } from './ports/event-inbox.js';
import { HandoverStore } from './ports/handover-store.js';
import { IdentityStore } from './ports/identity-store.js';
import { MessageJournal } from './ports/message-journal.js';
import { Timeline } from './ports/timeline.js';

const USE_CASES = [
  AcceptAgentMessage,
  AcceptAgentTyping,
  AcceptBotSideMessage,
  AcceptEngageEvent,
  AcceptPresence,
  AcceptQueueUpdate,
  AcceptReadReceipt,
  AcceptTyping,
  CheckAvailability,
  ConversationStatus,
  EndHandover,
  FindSession,
  SetInactivity,
  StartHandover,
];
const DELIVERIES = [
  DeliverBotEvent,
  DeliverBotTyping,
  DeliverEngageCheck,
  DeliverEngageIdentity,
  DeliverEngageMessage,
  DeliverEngageNote,
  DeliverEngageRead,
  DeliverEngagePrepare,
  DeliverEngageReply,
  DeliverEngageReturn,
  DeliverEngageStart,
  DeliverEngageTyping,
];
const JOBS = [ReconcileHandovers, FireTimers, PurgeExpired];
const STEPS = [
  StartSteps,
  StoreDecision,
  ReconcileTenant,
  LoadSituation,
  FindThread,
  DecideFact,
  AskEngage,
  AcceptContentEvent,
  ApplyEarlyEvents,
  BotOutbox,
  CustomerProfile,
  CustomersFiles,
  EngageAuthors,
  EngageOutbox,
  FindConversation,
  LinkThread,
  LookAtConversations,
  MessageFiles,
  OncePerRequest,
  OpenCase,
  OperateConversation,
  PassingNews,
  ReadTimeline,
  ReplyFaults,
  SettingFaults,
  StartFailures,
  TenantWork,
];

/**
 * Conversations and handovers: who speaks, and what happens next. The application binds `ContactCentre`, `BotPlatforms`,
 * `EngageEventParser` and `Clock` globally; the lanes find their `DeliveryLog` here.
 */
@Global()
@Module({
  imports: [TenantConfigModule],
  controllers: [ConversationsController],
  providers: [
    ...USE_CASES,
    ...DELIVERIES,
    ...JOBS,
    ...STEPS,
    { provide: ConversationArchive, useClass: PostgresConversationArchive },
    { provide: ConversationStore, useClass: PostgresConversationStore },
    { provide: DeliveryLog, useClass: TimelineDeliveryLog },
    { provide: EventInbox, useClass: PostgresEventInbox },
    { provide: HandoverStore, useClass: PostgresHandoverStore },
    { provide: IdentityStore, useClass: PostgresIdentityStore },
    { provide: MessageJournal, useClass: PostgresMessageJournal },
    { provide: RunningWork, useClass: PostgresRunningWork },
    { provide: Timeline, useClass: PostgresTimeline },
  ],
  exports: [...USE_CASES, ...JOBS, DeliveryLog, RunningWork],
})
export class HandoverModule implements OnModuleInit {
  constructor(
    private readonly handlers: DeliveryHandlers,
    private readonly jobs: JobRegistry,
    private readonly module: ModuleRef,
  ) {}

  onModuleInit(): void {
    for (const handler of DELIVERIES) this.handlers.register(this.module.get<DeliveryHandler>(handler));
    for (const job of JOBS) this.jobs.register(this.module.get<Job | FrequentJob>(job));
  }
}
