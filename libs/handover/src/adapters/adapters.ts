import type { Provider } from '@nestjs/common';
import { DeliveryLog } from '#delivery';
import { RunningWork } from '#tenant-config';
import { ConversationArchive } from '../ports/conversation-archive.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { EventInbox } from '../ports/event-inbox.js';
import { FactStore } from '../ports/fact-store.js';
import { HandoverStore } from '../ports/handover-store.js';
import { IdentityStore } from '../ports/identity-store.js';
import { MessageContexts } from '../ports/message-contexts.js';
import { MessageJournal } from '../ports/message-journal.js';
import { RetentionStore } from '../ports/retention-store.js';
import { SourceMarks } from '../ports/source-marks.js';
import { Timeline } from '../ports/timeline.js';
import { PostgresConversationArchive } from './postgres-conversation-archive.js';
import { PostgresConversationStore } from './postgres-conversation.store.js';
import { PostgresEventInbox } from './postgres-event-inbox.js';
import { PostgresFactStore } from './postgres-fact.store.js';
import { PostgresHandoverStore } from './postgres-handover.store.js';
import { PostgresIdentityStore } from './postgres-identity.store.js';
import { PostgresMessageContexts } from './postgres-message-contexts.js';
import { PostgresMessageJournal } from './postgres-message-journal.js';
import { PostgresRetentionStore } from './postgres-retention.store.js';
import { PostgresRunningWork } from './postgres-running-work.js';
import { PostgresSourceMarks } from './postgres-source-marks.js';
import { PostgresTimeline, TimelineDeliveryLog } from './postgres-timeline.js';

/** The adapter of every port that PostgreSQL serves. */
export const adapters: Provider[] = [
  { provide: ConversationArchive, useClass: PostgresConversationArchive },
  { provide: ConversationStore, useClass: PostgresConversationStore },
  { provide: DeliveryLog, useClass: TimelineDeliveryLog },
  { provide: EventInbox, useClass: PostgresEventInbox },
  { provide: FactStore, useClass: PostgresFactStore },
  { provide: HandoverStore, useClass: PostgresHandoverStore },
  { provide: IdentityStore, useClass: PostgresIdentityStore },
  { provide: MessageContexts, useClass: PostgresMessageContexts },
  { provide: MessageJournal, useClass: PostgresMessageJournal },
  { provide: RetentionStore, useClass: PostgresRetentionStore },
  { provide: RunningWork, useClass: PostgresRunningWork },
  { provide: SourceMarks, useClass: PostgresSourceMarks },
  { provide: Timeline, useClass: PostgresTimeline },
];
