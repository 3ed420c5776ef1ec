import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('audit_log')
export class AuditEntryEntity {
  /** Not declared as generated: tenants may write to the log, but not read what they wrote. */
  @PrimaryColumn('bigint', { insert: false, update: false })
  position!: string;
  @Column('timestamptz')
  at!: Date;
  @Column('text')
  actor!: string;
  @Column('text')
  action!: string;
  /** Null for entries about no tenant. */
  @Column('uuid', { name: 'tenant_id', nullable: true })
  tenantId!: string | null;
  @Column('text', { name: 'key_id', nullable: true })
  keyId!: string | null;
  @Column('text', { nullable: true })
  address!: string | null;
  @Column('text', { name: 'tenant_slug', nullable: true })
  tenantSlug!: string | null;
  @Column('text', { nullable: true })
  target!: string | null;
  /** The recursive type of JSON is too deep for the types of TypeORM. */
  @Column('jsonb')
  detail!: object;
  @Column('text', { name: 'request_id', nullable: true })
  requestId!: string | null;
}
