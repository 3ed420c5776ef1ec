import type { DataSource } from 'typeorm';

/** The part of a node of `EXPLAIN (ANALYZE, FORMAT JSON)` that says how much it read. */
interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly PlanNode[];
}

/**
 * How many rows of a table a statement reads, whatever it returns: unlike its time, this does not depend on the
 * machine. The planner is made to prefer indexes, as it does with a large table. Runs with the role of the service,
 * because policies hide statistics.
 */
export async function rowsRead(
  source: DataSource,
  table: string,
  { sql, parameters }: { readonly sql: string; readonly parameters: readonly unknown[] },
): Promise<number> {
  const runner = source.createQueryRunner();
  try {
    await runner.query('BEGIN; SET LOCAL ROLE engage_handover_across; SET LOCAL enable_seqscan = off');
    const [row] = (await runner.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`, [...parameters])) as {
      'QUERY PLAN': { Plan: PlanNode }[];
    }[];
    return nodesOf(row?.['QUERY PLAN'][0]?.Plan)
      .filter((node) => node['Relation Name'] === table && node['Node Type'].endsWith('Scan'))
      .reduce((sum, node) => sum + readBy(node), 0);
  } finally {
    await runner.query('ROLLBACK');
    await runner.release();
  }
}

function nodesOf(node: PlanNode | undefined): PlanNode[] {
  return node ? [node, ...(node.Plans ?? []).flatMap(nodesOf)] : [];
}

function readBy(node: PlanNode): number {
  const removed = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  return (node['Actual Rows'] + removed) * node['Actual Loops'];
}
