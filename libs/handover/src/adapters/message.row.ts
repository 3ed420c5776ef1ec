import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ConversationId, ForeignId, MessageId, TenantId } from '#kernel';
import type { Attachment } from '../domain/message.js';
import type { Forwarding, JournalEntry } from '../domain/journal-entry.js';

@Entity('messages')
export class MessageRow {
  @PrimaryColumn('uuid', { name: 'tenant_id' })
  tenantId!: TenantId;
  @PrimaryColumn('uuid')
  id!: MessageId;
  @Column('uuid', { name: 'conversation_id' })
  conversationId!: ConversationId;
  @Column({ type: 'bigint', insert: false, update: false })
  position!: string;
  @Column('text')
  author!: JournalEntry['author'];
  @Column('text', { name: 'author_name', nullable: true })
  authorName!: string | null;
  @Column('text', { name: 'message_id', nullable: true })
  messageId!: string | null;
  @Column('text', { name: 'foreign_id' })
  foreignId!: ForeignId;
  @Column('text', { name: 'engage_content_id', nullable: true })
  engageContentId!: string | null;
  @Column('timestamptz', { name: 'attempted_at', nullable: true })
  attemptedAt!: Date | null;
  @Column('text')
  text!: string;
  @Column('jsonb')
  attachments!: Attachment[];
  @Column('jsonb', { nullable: true })
  content!: object | null;
  @Column('jsonb', { nullable: true })
  reply!: object | null;
  @Column('timestamptz', { name: 'sent_at' })
  sentAt!: Date;
  @Column('timestamptz', { name: 'received_at' })
  receivedAt!: Date;
  @Column('text')
  forwarding!: Forwarding;
}
