import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { TenantId } from '#kernel';
import { type SourceMark, SourceMarks } from '../ports/source-marks.js';

interface MarkRow {
  readonly source_id: string;
  readonly read_to: Date | null;
  readonly read_from: Date | null;
}

@Injectable()
export class PostgresSourceMarks extends SourceMarks {
  constructor(private readonly database: Database) {
    super();
  }

  async take(tenantId: TenantId, sourceIds: readonly string[], forMs: number): Promise<SourceMark[]> {
    const rows = await this.database.query<MarkRow>(
      `INSERT INTO native_sources AS s (tenant_id, source_id, taken_at)
       SELECT $1, id, clock_timestamp() FROM unnest($2::text[]) AS id ORDER BY id
       ON CONFLICT (tenant_id, source_id) DO UPDATE SET taken_at = excluded.taken_at
         WHERE s.taken_at IS NULL OR s.taken_at <= clock_timestamp() - $3 * interval '1 millisecond'
       RETURNING source_id, read_to, read_from`,
      [tenantId, sourceIds, forMs],
    );
    return rows.map(({ source_id: sourceId, read_to: readTo, read_from: readFrom }) => ({
      sourceId,
      readTo: readTo ?? undefined,
      readFrom: readFrom ?? undefined,
    }));
  }

  async save(tenantId: TenantId, { sourceId, readTo, readFrom }: SourceMark): Promise<void> {
    await this.database.query(
      'UPDATE native_sources SET read_to = $3, read_from = $4 WHERE tenant_id = $1 AND source_id = $2',
      [tenantId, sourceId, readTo ?? null, readFrom ?? null],
    );
  }

  async keepOnly(tenantId: TenantId, sourceIds: readonly string[]): Promise<void> {
    await this.database.query('DELETE FROM native_sources WHERE tenant_id = $1 AND source_id <> ALL ($2)', [
      tenantId,
      sourceIds,
    ]);
  }

  async keepOnlyOf(tenantIds: readonly TenantId[]): Promise<void> {
    await this.database.query('DELETE FROM native_sources WHERE tenant_id <> ALL ($1)', [tenantIds]);
  }

  async makeDue(tenantId: TenantId): Promise<void> {
    await this.database.query('UPDATE native_sources SET taken_at = NULL WHERE tenant_id = $1', [tenantId]);
  }
}
