import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { TenantId } from '#kernel';

@Entity('tenant_secrets')
export class TenantSecretEntity {
  @PrimaryColumn('uuid', { name: 'tenant_id' })
  tenantId!: TenantId;
  /** Its path, e.g. `engage.webhookSecret`; `engage.webhookSecret#previous` is the previous value. */
  @PrimaryColumn('text')
  name!: string;
  @Column('text')
  sealed!: string;
  @Column('text')
  last4!: string;
  /** Set for secrets by which tenants are found. */
  @Column('bytea', { name: 'key_hash', nullable: true })
  keyHash!: Buffer | null;
  /** For a secret that was replaced: the end of its validity. */
  @Column('timestamptz', { name: 'valid_until', nullable: true })
  validUntil!: Date | null;
  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;
  /** Named by a string, because the tenant's entity imports this one. */
  @ManyToOne('TenantEntity', 'secrets')
  @JoinColumn({ name: 'tenant_id' })
  tenant!: object;
}
