import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { AdminController } from './admin/admin.controller.js';
import { AdminLists } from './admin/admin-lists.js';
import { AdministrationController } from './control/administration.controller.js';
import { AgentTypingController } from './control/agent-typing.controller.js';
import { AgentsController } from './control/agents.controller.js';
import { BackgroundWork } from './control/background-work.js';
import { ControlController } from './control/control.controller.js';
import { Faults } from './control/faults.js';
import { Ledger } from './control/ledger.js';
import { Lookup } from './control/lookup.js';
import { SimulatorLife } from './control/simulator-life.js';
import { SourceControlController } from './control/source-control.controller.js';
import { SurveyController } from './control/survey.controller.js';
import { ThreadControlController } from './control/thread-control.controller.js';
import { Traces } from './control/traces.js';
import { TrafficController } from './control/traffic.controller.js';
import { DeskViews } from './desk/desk-views.js';
import { DeskController } from './desk/desk.controller.js';
import { IdentityGroups } from './domain/administration/identity-groups.js';
import { AgentDesk } from './domain/agents/agent-desk.js';
import { AgentPresence } from './domain/agents/agent-presence.js';
import { AgentsTyping } from './domain/agents/agents-typing.js';
import { Attachments } from './domain/files/attachments.js';
import { DomainEvents } from './domain/domain-events.js';
import { EngageState } from './domain/state/engage-state.js';
import { Identities } from './domain/identities.js';
import { IdSource } from './domain/ids.js';
import { ImportRecords } from './domain/state/import-records.js';
import { Importer } from './domain/exchange/importer.js';
import { Interventions } from './domain/interventions.js';
import { Journal } from './domain/exchange/journal.js';
import { Replies } from './domain/exchange/replies.js';
import { ReplyExporter } from './domain/exchange/reply-exporter.js';
import { SimClock } from './domain/sim-clock.js';
import { StoredFiles } from './domain/files/stored-files.js';
import { StructuredReplies } from './domain/structured/structured-replies.js';
import { Summaries } from './domain/state/summaries.js';
import { Tasks } from './domain/tasks.js';
import { Threads } from './domain/threads.js';
import { FilesController } from './files/files.controller.js';
import { OutboundHttp } from './outbound/outbound-http.js';
import { QueueUpdates } from './outbound/queue-updates.js';
import { SdkClient } from './outbound/sdk-client.js';
import { SdkReplyExporter } from './outbound/sdk-reply-exporter.js';
import { SdkSync } from './outbound/sdk-sync.js';
import { WebhookHealth } from './outbound/webhook-health.js';
import { WebhookSender } from './outbound/webhook-sender.js';
import { NativeCustomers } from './phone/native-customers.js';
import { PhoneViews } from './phone/phone-views.js';
import { PhoneController } from './phone/phone.controller.js';
import { RefusalFilter } from './refusal.filter.js';
import { REST_CONTROLLERS } from './rest/index.js';
import { ContentCreation } from './rest/content-creation.js';
import { AttachmentImport } from './send-api/attachment-import.js';
import { ImportQueue } from './send-api/import-queue.js';
import { SendActions } from './send-api/send-actions.js';
import { SendApiController } from './send-api/send-api.controller.js';
import { Typing } from './send-api/typing.js';

const domain = [
  EngageState,
  SimClock,
  IdSource,
  DomainEvents,
  StoredFiles,
  Attachments,
  Identities,
  IdentityGroups,
  Tasks,
  Summaries,
  Journal,
  Interventions,
  Threads,
  Importer,
  ImportRecords,
  Replies,
  StructuredReplies,
  AgentDesk,
  AgentPresence,
  AgentsTyping,
];
const outbound = [OutboundHttp, SdkClient, SdkSync, SdkReplyExporter, QueueUpdates, WebhookHealth, WebhookSender];
const control = [Ledger, Faults, Lookup, SimulatorLife, BackgroundWork, Traces, DeskViews, NativeCustomers, PhoneViews];

/** One Engage domain: REST, Send API, outgoing calls, agent desk, and control routes. */
@Module({
  controllers: [
    ...REST_CONTROLLERS,
    SendApiController,
    AgentsController,
    ThreadControlController,
    SourceControlController,
    SurveyController,
    ControlController,
    TrafficController,
    AdministrationController,
    DeskController,
    AgentTypingController,
    FilesController,
    PhoneController,
    AdminController,
  ],
  providers: [
    ...domain,
    ...outbound,
    ...control,
    AdminLists,
    AttachmentImport,
    ImportQueue,
    SendActions,
    Typing,
    ContentCreation,
    { provide: ReplyExporter, useExisting: SdkReplyExporter },
    { provide: APP_FILTER, useClass: RefusalFilter },
  ],
})
export class SimulatorModule {}
