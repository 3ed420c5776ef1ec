import { ADMIN_KEY, post, query } from '../harness/tenant.ts';
import type { Row } from '../report/document.ts';
import { ms, quantile } from '../report/statistics.ts';

const TURNS = 40;
const TARGET = '< 30 ms';

interface Listing {
  readonly what: string;
  readonly path: string;
  readonly before: string;
  readonly key?: string;
}

/** How long operators wait for lists, search and a long timeline. */
export async function measureLists(connectorUrl: string, databaseUrl: string): Promise<Row[]> {
  const tenants = await query<{ slug: string }>(databaseUrl, 'SELECT slug FROM tenants ORDER BY created_at');
  const [large, ...others] = tenants.map(({ slug }) => slug);
  const [longest] = await query<{ id: string }>(
    databaseUrl,
    "SELECT id FROM conversations WHERE state = 'queue' ORDER BY updated_at DESC LIMIT 1",
  );
  const bound = await post<{ key: string }>(`${connectorUrl}/admin/keys`, ADMIN_KEY, {
    name: 'bound',
    role: 'viewer',
    tenants: [large, ...others.slice(0, 2)],
  });
  const conversations = '/admin/conversations';
  const deliveries = '/admin/deliveries';
  const listings: Listing[] = [
    { what: 'conversations', path: conversations, before: '266 ms' },
    { what: 'of a tenant with half of them', path: `${conversations}?tenant=${large}`, before: '265–281 ms' },
    { what: 'in the queue', path: `${conversations}?state=queue`, before: '' },
    { what: 'of a tenant, in the queue', path: `${conversations}?tenant=${others[0]}&state=queue`, before: '' },
    { what: 'for a key of three tenants', path: conversations, before: '', key: bound.key },
    { what: 'of a session: `?q=`, 15 match', path: `${conversations}?q=session-abcd`, before: '111–129 ms' },
    { what: '… 4,000 match', path: `${conversations}?q=session-ab`, before: '' },
    { what: '… all match', path: `${conversations}?q=session-`, before: '' },
    { what: '… none matches', path: `${conversations}?q=nothing`, before: '' },
    { what: 'deliveries', path: deliveries, before: '' },
    { what: 'delivered ones', path: `${deliveries}?status=delivered`, before: '652–679 ms' },
    ...['pending', 'parked', 'superseded', 'discarded'].map((status) => ({
      what: `${status} ones`,
      path: `${deliveries}?status=${status}`,
      before: '',
    })),
    { what: 'delivered ones of a tenant', path: `${deliveries}?tenant=${large}&status=delivered`, before: '' },
    { what: 'timeline of 10,000 messages', path: `${conversations}/${longest?.id}`, before: '' },
  ];
  const rows: Row[] = [];
  for (const listing of listings) rows.push(await measure(connectorUrl, listing));
  return rows;
}

async function measure(connectorUrl: string, { what, path, before, key = ADMIN_KEY }: Listing): Promise<Row> {
  const times: number[] = [];
  let next = '';
  for (let turn = 0; turn < TURNS; turn++) {
    const start = performance.now();
    const answer = await fetch(`${connectorUrl}${path}`, { headers: { authorization: `Bearer ${key}` } });
    const text = await answer.text();
    times.push(performance.now() - start);
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
    next ||= (JSON.parse(text) as { nextCursor?: string | null }).nextCursor ?? '';
  }
  const page = next === '' ? '' : `; next page ${ms(await timeOf(connectorUrl, path, next, key))}`;
  const measured = `${ms(quantile(times, 0.5))} / ${ms(quantile(times, 0.95))}${page}`;
  return { what, measured, target: TARGET, before };
}

async function timeOf(connectorUrl: string, path: string, cursor: string, key: string): Promise<number> {
  const start = performance.now();
  const url = `${connectorUrl}${path}${path.includes('?') ? '&' : '?'}cursor=${cursor}`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${key}` } });
  await answer.text();
  return performance.now() - start;
}
