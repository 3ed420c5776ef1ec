import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { TenantId } from '#kernel';

@Entity('bot_keys')
export class BotKeyEntity {
  @PrimaryColumn('uuid', { name: 'tenant_id' })
  tenantId!: TenantId;
  @PrimaryColumn('uuid')
  id!: string;
  @Column('text')
  name!: string;
  @Column('bytea', { name: 'key_hash' })
  keyHash!: Buffer;
  @Column('text')
  last4!: string;
  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
