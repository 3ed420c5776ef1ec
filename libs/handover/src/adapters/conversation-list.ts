import type { ConversationQuery } from '../ports/conversation-archive.js';

export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** So many conversations are sorted when they are wanted; of more, the newest are looked for among all. */
const MOST_SORTED = 2_500;
const STATES = ['bot', 'queue', 'active'];
/** No text of ours begins with another one followed by this: it is the end of all that begin so, in the order of bytes. */
const LAST_CHARACTER = '\u{10FFFF}';

/** Numbers the parameters of a statement. */
class Parameters {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    return `$${this.values.push(value)}`;
  }
}

/**
 * The conversations that changed last. Each tenant and state is a range of `ix_conversations_state`, which is read from its newest
 * end. Only as many ranges as conversations are wanted can have one among them: those whose own newest one is the newest.
 *
 * @param isCommon whether many conversations begin with the text that is looked for
 */
export function conversationList(query: ConversationQuery, isCommon: boolean): Statement {
  const parameters = new Parameters();
  const most = parameters.add(query.limit);
  const where = conditionsOf(query, parameters, isCommon);
  const newest = `WHERE ${where} ORDER BY c.updated_at DESC, c.id DESC`;
  const sql =
    query.text !== undefined && !isCommon
      ? `WITH found AS MATERIALIZED (
           SELECT DISTINCT c.tenant_id, c.id, c.state, c.updated_at FROM (${beginning(query, parameters)}) c ${newest} LIMIT ${most}
         )
         SELECT c.*, t.slug FROM found f JOIN conversations c ON c.tenant_id = f.tenant_id AND c.id = f.id
         JOIN tenants t ON t.tenant_id = f.tenant_id ORDER BY f.updated_at DESC, f.id DESC`
      : `WITH range AS (
           SELECT t.tenant_id, t.slug, state FROM ${tenantsOf(query, parameters)} t
           CROSS JOIN unnest(${parameters.add(query.state ? [query.state] : STATES)}::text[]) AS state
         ), newest AS MATERIALIZED (
           SELECT range.* FROM range CROSS JOIN LATERAL (
             SELECT c.updated_at, c.id FROM conversations c ${inRange(newest)} LIMIT 1
           ) c ORDER BY c.updated_at DESC, c.id DESC LIMIT ${most}
         )
         SELECT c.*, range.slug FROM newest range CROSS JOIN LATERAL (
           SELECT * FROM conversations c ${inRange(newest)} LIMIT ${most}
         ) c ORDER BY c.updated_at DESC, c.id DESC LIMIT ${most}`;
  return { sql, parameters: parameters.values };
}

/** Whether more than `MOST_SORTED` conversations begin with the text; those whose session and user do count twice. */
export function beginningCount(query: ConversationQuery): Statement {
  const parameters = new Parameters();
  const some = `SELECT FROM (${beginning(query, parameters)}) found LIMIT ${MOST_SORTED + 1}`;
  const sql = `SELECT count(*) > ${MOST_SORTED} AS "isCommon" FROM (${some}) first`;
  return { sql, parameters: parameters.values };
}

const inRange = (newest: string): string =>
  newest.replace('WHERE ', 'WHERE c.tenant_id = range.tenant_id AND c.state = range.state AND ');

function tenantsOf({ tenantIds }: ConversationQuery, parameters: Parameters): string {
  return tenantIds ? `(SELECT * FROM tenants WHERE tenant_id = ANY (${parameters.add(tenantIds)}::uuid[]))` : 'tenants';
}

/** What is not said by the range. */
function conditionsOf({ before, text, state }: ConversationQuery, parameters: Parameters, isCommon: boolean): string {
  const conditions = ['true'];
  if (before)
    conditions.push(
      `(c.updated_at, c.id) < (${parameters.add(before[0])}::timestamptz, ${parameters.add(before[1])}::uuid)`,
    );
  if (text !== undefined && isCommon) {
    const start = parameters.add(text);
    conditions.push(`(starts_with(c.session_id, ${start}) OR starts_with(c.user_id, ${start}))`);
  } else if (text !== undefined && state) conditions.push(`c.state = ${parameters.add(state)}`);
  return conditions.join(' AND ');
}

/** The conversations whose session or user begins with the text; twice, if both do. */
function beginning(query: ConversationQuery, parameters: Parameters): string {
  const tenants = tenantsOf(query, parameters);
  const [from, to] = [parameters.add(query.text), parameters.add(`${query.text}${LAST_CHARACTER}`)];
  const having = (column: string): string =>
    `SELECT c.id, c.state, c.updated_at FROM conversations c WHERE c.tenant_id = t.tenant_id AND c.${column} ~>=~ ${from} AND c.${column} ~<~ ${to}`;
  return `SELECT t.tenant_id, c.* FROM ${tenants} t
    CROSS JOIN LATERAL (${having('session_id')} UNION ALL ${having('user_id')}) c`;
}
