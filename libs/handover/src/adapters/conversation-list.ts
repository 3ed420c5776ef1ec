import { isUuid } from '#kernel';
import type { ConversationQuery } from '../ports/conversation-archive.js';
import { IS_TROUBLED, TROUBLED } from './conversation-trouble.js';

export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** Up to this number of conversations are sorted for a query; if there are more, the newest are searched among all conversations. */
const MOST_SORTED = 5_000;
const STATES = ['bot', 'queue', 'active'];
/** A character that no stored text has: in byte order, a text followed by it comes after all texts that begin with the text. */
const LAST_CHARACTER = '\u{10FFFF}';

/** Numbers the parameters of a statement. */
class Parameters {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    return `$${this.values.push(value)}`;
  }
}

/** Whether the query names something that only some conversations have, so that it may be faster to begin with these. */
export function isNarrow({ text, inTrouble = false }: ConversationQuery): boolean {
  return text !== undefined || inTrouble;
}

/**
 * The conversations that changed last. Each tenant and state is a range of `ix_conversations_state`, which is read from its newest
 * end. For a list of N conversations, the N ranges with the newest entries are enough.
 *
 * @param isCommon whether many conversations match the description: begin with the text, or are in trouble
 */
export function conversationList(query: ConversationQuery, isCommon: boolean): Statement {
  const parameters = new Parameters();
  const most = parameters.add(query.limit);
  const where = conditionsOf(query, parameters, isCommon);
  const newest = `WHERE ${where} ORDER BY c.updated_at DESC, c.id DESC`;
  const sql =
    isNarrow(query) && !isCommon
      ? `WITH found AS MATERIALIZED (
           SELECT DISTINCT c.tenant_id, c.id, c.state, c.updated_at FROM (${described(query, parameters)}) c ${newest} LIMIT ${most}
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

/** Whether more than `MOST_SORTED` conversations match the description; those that match twice count twice. */
export function descriptionCount(query: ConversationQuery): Statement {
  const parameters = new Parameters();
  const some = `SELECT FROM (${described(query, parameters)}) found LIMIT ${MOST_SORTED + 1}`;
  const sql = `SELECT count(*) > ${MOST_SORTED} AS "isCommon" FROM (${some}) first`;
  return { sql, parameters: parameters.values };
}

const inRange = (newest: string): string =>
  newest.replace('WHERE ', 'WHERE c.tenant_id = range.tenant_id AND c.state = range.state AND ');

function tenantsOf({ tenantIds }: ConversationQuery, parameters: Parameters): string {
  return tenantIds ? `(SELECT * FROM tenants WHERE tenant_id = ANY (${parameters.add(tenantIds)}::uuid[]))` : 'tenants';
}

/** The conditions that are neither in the range nor in the description. */
function conditionsOf(query: ConversationQuery, parameters: Parameters, isCommon: boolean): string {
  const conditions = ['true'];
  if (query.before) {
    const [at, id] = [parameters.add(query.before[0]), parameters.add(query.before[1])];
    conditions.push(`(c.updated_at, c.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  if (isCommon) conditions.push(...asDescribed(query, parameters));
  else if (isNarrow(query)) conditions.push(...besidesDescription(query, parameters));
  return conditions.join(' AND ');
}

/** The description as conditions, for ranges that contain other conversations too. */
function asDescribed({ text, inTrouble = false }: ConversationQuery, parameters: Parameters): string[] {
  const conditions = inTrouble ? [IS_TROUBLED] : [];
  if (text === undefined) return conditions;
  const start = parameters.add(text);
  return [...conditions, `(starts_with(c.session_id, ${start}) OR starts_with(c.user_id, ${start}))`];
}

/** Further conditions for the described ones, which may have any state; a text takes precedence as the description. */
function besidesDescription({ text, state, inTrouble = false }: ConversationQuery, parameters: Parameters): string[] {
  const conditions = state ? [`c.state = ${parameters.add(state)}`] : [];
  return text !== undefined && inTrouble ? [...conditions, IS_TROUBLED] : conditions;
}

/** The conversations that the text describes, else those that are in trouble; some twice. */
function described(query: ConversationQuery, parameters: Parameters): string {
  const tenants = tenantsOf(query, parameters);
  const found = query.text === undefined ? TROUBLED_ONES : namedSo(query.text, parameters);
  return `SELECT t.tenant_id, c.* FROM ${tenants} t CROSS JOIN LATERAL (${found}) c`;
}

const ofTenant = 'SELECT c.id, c.state, c.updated_at FROM conversations c WHERE c.tenant_id = t.tenant_id';
/** One by its key: without LIMIT the planner could read all conversations to find a few. */
const one = (condition: string): string => `(${ofTenant} AND c.${condition} LIMIT 1)`;
const withIds = (ids: string): string =>
  `SELECT c.* FROM (${ids}) found CROSS JOIN LATERAL ${one('id = found.conversation_id')} c`;
const TROUBLED_ONES = withIds(TROUBLED);

/**
 * The session or user begins with the text, or the text is the id of the conversation, of its thread or of one of its messages.
 * On native sources sessions begin with the thread.
 */
function namedSo(text: string, parameters: Parameters): string {
  const [from, to] = [parameters.add(text), parameters.add(`${text}${LAST_CHARACTER}`)];
  const having = (column: string): string => `${ofTenant} AND c.${column} ~>=~ ${from} AND c.${column} ~<~ ${to}`;
  const byMessage = (condition: string): string =>
    withIds(`SELECT m.conversation_id FROM messages m WHERE m.tenant_id = t.tenant_id AND m.${condition} LIMIT 1`);
  const ways = [
    having('session_id'),
    having('user_id'),
    one(`engage_thread_id = ${from} AND c.engage_channel IS NULL`),
  ];
  ways.push(byMessage(`foreign_id = ${from}`));
  if (isUuid(text)) ways.push(one(`id = ${from}::uuid`), byMessage(`id = ${from}::uuid`));
  return ways.join(' UNION ALL ');
}
