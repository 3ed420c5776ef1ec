import { type ConversationId, newId, type TenantId } from '#kernel';

/** Columns by name; plain objects are written as JSON. */
type Columns = Readonly<Record<string, unknown>>;

/** A data source, or a database within one of its transactions. */
interface Statements {
  query(sql: string, parameters: unknown[]): Promise<unknown>;
}

/** Stores a tenant without settings. @param columns replace or add to the usual ones, e.g. `{ enabled: false }` */
export async function insertTenant(
  db: Statements,
  { tenant_id = newId<TenantId>(), ...columns }: Columns & { readonly tenant_id?: TenantId } = {},
): Promise<TenantId> {
  const settings = { engage: {}, bot: {}, handover: {}, profile_mapping: {}, retention: {} };
  const usual = { slug: tenant_id, name: 'T', enabled: true, is_default: false, ...settings, ...dated() };
  await insert(db, 'tenants', { tenant_id, ...usual, ...columns });
  return tenant_id;
}

/**
 * Stores a conversation in the state `bot`. @param columns replace or add to the usual ones, e.g. `{ state: 'queue' }`
 */
export async function insertConversation(
  db: Statements,
  tenant_id: TenantId,
  { id = newId<ConversationId>(), ...columns }: Columns & { readonly id?: ConversationId } = {},
): Promise<ConversationId> {
  const customer = { session_id: `s-${id}`, user_id: 'u', address: {}, thread_foreign_id: newId() };
  await insert(db, 'conversations', { tenant_id, id, ...customer, state: 'bot', ...dated(), ...columns });
  return id;
}

/**
 * Stores a handover that waits for an agent. @param columns replace or add to the usual ones, e.g. `{ status: 'active'
 * }`
 */
export async function insertHandover(
  db: Statements,
  of: { readonly tenantId: TenantId; readonly conversationId: ConversationId },
  columns: Columns = {},
): Promise<void> {
  const place = { tenant_id: of.tenantId, id: newId(), conversation_id: of.conversationId };
  const wishes = { options: {}, context_data: {}, category_ids: [] };
  await insert(db, 'handovers', {
    ...place,
    status: 'queue',
    step: 'accepted',
    ...wishes,
    started_at: new Date(),
    ...columns,
  });
}

function dated(): Columns {
  const now = new Date();
  return { created_at: now, updated_at: now };
}

async function insert(db: Statements, table: string, row: Columns): Promise<void> {
  const names = Object.keys(row);
  const places = names.map((_name, index) => `$${index + 1}`);
  await db.query(`INSERT INTO ${table} (${names.join()}) VALUES (${places.join()})`, Object.values(row).map(written));
}

function written(value: unknown): unknown {
  const isJson = typeof value === 'object' && value !== null && !(value instanceof Date) && !Array.isArray(value);
  return isJson ? JSON.stringify(value) : value;
}
