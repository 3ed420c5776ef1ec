import { Column, Entity, OneToMany, PrimaryColumn } from 'typeorm';
import type { TenantId } from '#kernel';
import type { TenantDocument } from '../../domain/stored-tenant.js';
import { SourceFaultEntity } from './source-fault.entity.js';
import { TenantSecretEntity } from './tenant-secret.entity.js';

/** Its JSON was checked when it was written. */
@Entity('tenants')
export class TenantEntity {
  @PrimaryColumn('uuid', { name: 'tenant_id' })
  id!: TenantId;
  @Column('text')
  slug!: string;
  @Column('text')
  name!: string;
  @Column('boolean')
  enabled!: boolean;
  @Column('boolean', { name: 'is_default' })
  isDefault!: boolean;
  @Column('jsonb')
  engage!: TenantDocument['engage'];
  /** The recursive type of JSON is too deep for the types of TypeORM. */
  @Column('jsonb')
  bot!: object;
  @Column('jsonb')
  handover!: TenantDocument['handover'];
  @Column('jsonb', { name: 'profile_mapping' })
  profileMapping!: TenantDocument['profileMapping'];
  @Column('jsonb')
  retention!: TenantDocument['retention'];
  /** With `sourceId`: one source of Engage serves one tenant. */
  @Column('text', { name: 'engage_host', nullable: true })
  engageHost!: string | null;
  @Column('text', { name: 'source_id', nullable: true })
  sourceId!: string | null;
  /** Begins with 1, and grows with every change. */
  @Column('bigint')
  revision!: string;
  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;
  @OneToMany(() => TenantSecretEntity, ({ tenant }) => tenant)
  secrets!: TenantSecretEntity[];
  @OneToMany(() => SourceFaultEntity, ({ tenant }) => tenant)
  sourceFaults!: SourceFaultEntity[];
}
