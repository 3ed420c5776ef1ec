import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AdminRole } from '../../domain/access/admin.js';

@Entity('admin_keys')
export class AdminKeyEntity {
  @PrimaryColumn('uuid')
  id!: string;
  @Column('text')
  name!: string;
  @Column('text')
  role!: AdminRole;
  /** null: every tenant. */
  @Column('text', { name: 'tenant_slugs', array: true, nullable: true })
  tenantSlugs!: string[] | null;
  @Column('bytea', { name: 'key_hash' })
  keyHash!: Buffer;
  @Column('text')
  last4!: string;
  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
