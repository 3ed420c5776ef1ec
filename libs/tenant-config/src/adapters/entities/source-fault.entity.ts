import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { TenantId } from '#kernel';

@Entity('source_faults')
export class SourceFaultEntity {
  @PrimaryColumn('uuid', { name: 'tenant_id' })
  tenantId!: TenantId;
  @PrimaryColumn('text', { name: 'source_id' })
  sourceId!: string;
  @Column('text')
  message!: string;
  @Column('timestamptz')
  since!: Date;
  /** Named by a string, because the tenant's entity imports this one. */
  @ManyToOne('TenantEntity', 'sourceFaults')
  @JoinColumn({ name: 'tenant_id' })
  tenant!: object;
}
