import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Call } from '../processes/load-calls.ts';

export const ADMIN_KEY = 'admin-key-of-the-benchmark';

/** A generic tenant, ready for load from both sides. */
export interface BenchTenant {
  readonly slug: string;
  readonly botKey: string;
  readonly messagesUrl: string;
  readonly engageUrl: string;
  readonly signingSecret: string;
  readonly webhookSecret: string;
  readonly sourceId: string;
}

/** @throws Error when the connector rejects it */
export async function createTenant(connectorUrl: string, farSideUrl: string, slug: string): Promise<BenchTenant> {
  const signingSecret = randomBytes(24).toString('hex');
  const webhookSecret = randomBytes(24).toString('hex');
  const sourceId = randomBytes(12).toString('hex');
  const { botKey, ingress } = await post<{ botKey: { key: string }; ingress: { engageUrl: string } }>(
    `${connectorUrl}/admin/tenants`,
    ADMIN_KEY,
    {
      slug,
      name: slug,
      engage: {
        baseApiUrl: farSideUrl,
        realtimeEndpointUrl: `${farSideUrl}/realtime/sdk/${sourceId}`,
        sourceId,
        botCategoryId: '4f3951557aa58d1462017a8f',
        agentCategoryId: '50895dbea90ffb3c35001ace',
        apiAccessToken: randomBytes(24).toString('hex'),
        realtimeAccessToken: signingSecret,
        webhookSecret,
      },
      bot: {
        platform: 'generic',
        callbackUrl: `${farSideUrl}/events`,
        callbackSecret: `whsec_${randomBytes(32).toString('base64')}`,
      },
    },
  );
  const messagesUrl = `${connectorUrl}/v1/messages`;
  return {
    slug,
    botKey: botKey.key,
    messagesUrl,
    engageUrl: ingress.engageUrl,
    signingSecret,
    webhookSecret,
    sourceId,
  };
}

/** Lets the bot open this many conversations. @returns Engage's ids of them, and the calls of both sides */
export async function openConversations(
  tenant: BenchTenant,
  databaseUrl: string,
  count: number,
): Promise<{ threads: string[]; sdk: Call; bot: Call }> {
  const sessions = Array.from({ length: count }, (_, number) => `session-${number}`);
  for (const sessionId of sessions)
    await post(tenant.messagesUrl, tenant.botKey, {
      sessionId,
      userId: `user-of-${sessionId}`,
      messageId: `opens-${sessionId}`,
      author: 'user',
      text: `Hello from ${sessionId}.`,
    });
  const rows = await query<{ thread: string }>(
    databaseUrl,
    'SELECT thread_foreign_id AS thread FROM conversations JOIN tenants USING (tenant_id) WHERE slug = $1 ORDER BY session_id',
    [tenant.slug],
  );
  await query(databaseUrl, 'ANALYZE'); // as autovacuum does within a minute, so that plans are made for tables with data
  const threads = rows.map(({ thread }) => thread);
  const sdk: Call = { type: 'sdk', threads, secret: tenant.signingSecret };
  return { threads, sdk, bot: { type: 'bot', sessions, key: tenant.botKey } };
}

/** @throws Error unless it is answered with 2xx */
export async function post<Body>(url: string, key: string, body: object): Promise<Body> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as Body;
}

/** One statement as the owner of the database. */
export async function query<Row extends pg.QueryResultRow>(
  databaseUrl: string,
  sql: string,
  parameters: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql, parameters)).rows;
  } finally {
    await client.end();
  }
}
