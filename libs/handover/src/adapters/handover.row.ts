import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ConversationId, HandoverId, TenantId } from '#kernel';
import type { EndCause, HandoverOptions, StartStep } from '../domain/handover.js';
import type { HandoverProblem, HandoverStatus } from '../ports/bot-platform.js';

@Entity('handovers')
export class HandoverRow {
  @PrimaryColumn('uuid', { name: 'tenant_id' })
  tenantId!: TenantId;
  @PrimaryColumn('uuid')
  id!: HandoverId;
  @Column('uuid', { name: 'conversation_id' })
  conversationId!: ConversationId;
  @Column('text')
  status!: HandoverStatus;
  @Column('text')
  step!: StartStep;
  @Column('jsonb')
  options!: HandoverOptions;
  @Column('text', { nullable: true })
  reason!: string | null;
  @Column('text', { nullable: true })
  summary!: string | null;
  @Column('jsonb', { name: 'context_data' })
  contextData!: Record<string, string | string[]>;
  @Column('text', { nullable: true })
  note!: string | null;
  @Column('timestamptz', { name: 'note_queued_at', nullable: true })
  noteQueuedAt!: Date | null;
  @Column('text', { name: 'category_ids', array: true })
  categoryIds!: string[];
  @Column('text', { name: 'added_category_ids', array: true })
  addedCategoryIds!: string[];
  @Column('timestamptz', { name: 'engage_started_at', nullable: true })
  engageStartedAt!: Date | null;
  @Column('text', { name: 'intervention_id', nullable: true })
  interventionId!: string | null;
  @Column('text', { name: 'agent_name', nullable: true })
  agentName!: string | null;
  @Column('integer', { name: 'queue_position', nullable: true })
  queuePosition!: number | null;
  @Column('bigint', { name: 'estimated_wait_ms', nullable: true })
  estimatedWaitMs!: string | null;
  @Column('timestamptz', { name: 'queue_update_sent_at', nullable: true })
  queueUpdateSentAt!: Date | null;
  @Column('boolean', { name: 'active_sent' })
  activeSent!: boolean;
  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;
  @Column('timestamptz', { name: 'joined_at', nullable: true })
  joinedAt!: Date | null;
  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
  @Column('text', { name: 'end_cause', nullable: true })
  endCause!: EndCause | null;
  @Column('jsonb', { nullable: true })
  error!: HandoverProblem | null;
  @Column('timestamptz', { name: 'checked_at', nullable: true })
  checkedAt!: Date | null;
  @Column('double precision', { name: 'inactivity_minutes', nullable: true })
  inactivityMinutes!: number | null;
  @Column('integer', { name: 'inactivity_count' })
  inactivityCount!: number;
  @Column('timestamptz', { name: 'inactivity_due_at', nullable: true })
  inactivityDueAt!: Date | null;
  @Column('timestamptz', { name: 'no_pickup_due_at', nullable: true })
  noPickupDueAt!: Date | null;
}
