import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../testing/connector-stub.js';
import { fixture } from '../testing/fixture.js';
import { CUSTOMER, Harness, type Answer } from '../testing/harness.js';

let domain: Harness;
beforeEach(async () => {
  domain = await Harness.start();
});
afterEach(() => domain.stop());

const refusal = (status: number, error: string, message: string): object => ({
  status,
  body: { error, message, status },
});
const agent = (action: string, body: object, name = 'mara'): Promise<unknown> =>
  domain.control('POST', `/agents/${name}/${action}`, body);

async function answered(): Promise<{ thread: string; intervention: string }> {
  const thread = await domain.handover();
  await agent('take', { thread });
  await agent('reply', { thread, body: 'Hi' });
  await eventually(() => expect(domain.emitted()).toContain('content.exported'));
  return { thread, intervention: domain.simulator.state.openIntervention(thread)?.id ?? '' };
}

describe('every REST call', () => {
  it('needs a token, as header or parameter', async () => {
    const wrong = refusal(401, 'unauthorized', 'Access token is missing or invalid');
    expect(await domain.rest('GET', '/categories', undefined, 'wrong')).toMatchObject(wrong);
    expect(
      await domain.rest('GET', `/categories?access_token=${domain.seed.restAccessToken}`, undefined, ''),
    ).toMatchObject({ status: 200 });
  });

  it('answers 404 in one shape for unknown records and routes', async () => {
    const missing = refusal(404, 'not_found', 'Resource not found');
    expect(await domain.rest('GET', `/content_threads/${'0'.repeat(24)}`)).toMatchObject(missing);
    expect(await domain.rest('GET', '/nowhere')).toMatchObject(missing);
  });

  it('is throttled in a sliding minute per token', async () => {
    await domain.control('PATCH', '/switches', { rateLimitPerMinute: 2 });
    await domain.rest('GET', '/categories');
    await domain.rest('GET', '/categories');
    expect(await domain.rest('GET', '/categories')).toMatchObject(
      refusal(429, 'rate_limit_exceeded', 'Rate limit exceeded'),
    );
    await domain.control('POST', '/clock/advance', { seconds: 60 });
    expect(await domain.rest('GET', '/categories')).toMatchObject({ status: 200 });
  });

  it('pages, clamps the limit at 150 and refuses negative ones', async () => {
    expect((await domain.rest('GET', '/categories?limit=500')).body).toMatchObject({ count: 4, offset: 0, limit: 150 });
    expect((await domain.rest('GET', '/categories?offset=3&limit=1')).body.records).toHaveLength(1);
    expect((await domain.rest('GET', '/categories?limit=-1')).status).toBe(400);
  });

  it('acts as another user only with the right to impersonate', async () => {
    const { thread, intervention } = await answered();
    expect(
      await domain.rest('PUT', `/interventions/${intervention}/close`, { impersonated_user_id: '0' }),
    ).toMatchObject(refusal(400, 'bad_request', 'Cannot impersonate this user'));
    await domain.rest('PUT', `/interventions/${intervention}/close`, { impersonated_user_id: domain.seed.maraId });
    const closed = domain.simulator.ledger.find({ kind: 'event', name: 'intervention.closed' });
    expect(closed).toMatchObject([
      { request: { user_id: domain.seed.maraId, resource: { metadata: { thread_id: thread } } } },
    ]);
  });

  it('sends the time of the domain in its Date header', async () => {
    await domain.control('POST', '/clock/advance', { seconds: 86_400 });
    const { headers } = await domain.rest('GET', '/categories');
    expect(Date.parse(headers.get('date') ?? '') - Date.now()).toBeGreaterThan(86_000_000);
  });
});

describe('records', () => {
  it('have exactly the documented fields', async () => {
    const fields = fixture<Record<string, string[]>>('rest-fields.json');
    const { thread, intervention } = await answered();
    await domain.subscribe();
    const { state } = domain.simulator;
    const first = (path: string): Promise<Record<string, unknown>> =>
      domain.rest('GET', path).then(({ body }) => body.records[0]);
    const upload = new FormData();
    upload.set('file', new File(['hello'], 'note.txt'));
    const form = await fetch(`${domain.simulator.url}/1.0/attachments`, {
      method: 'POST',
      body: upload,
      headers: { authorization: `Bearer ${domain.seed.restAccessToken}` },
    });
    const shown: Record<string, Record<string, unknown>> = {
      thread: (await domain.rest('GET', `/content_threads/${thread}`)).body,
      content: await first(`/contents?q=thread:${thread}`),
      intervention: (await domain.rest('GET', `/interventions/${intervention}`)).body,
      task: (await domain.rest('GET', `/tasks/${state.tasks.all()[0]?.id}`)).body,
      identity: await first('/identities'),
      user: await first('/users'),
      webhook: await first('/webhooks'),
      category: await first('/categories'),
      folder: await first('/folders'),
      channel: await first('/channels'),
      attachment: (await form.json()) as Record<string, unknown>,
    };
    for (const [name, record] of Object.entries(shown))
      expect([name, Object.keys(record).sort()]).toEqual([name, fields[name]]);
    expect(Object.keys(await first('/content_sources'))).toEqual(
      expect.arrayContaining(['channel_id', 'default_category_ids', 'status', 'community_id']),
    );
    expect(shown['thread']?.['created_at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });
});

describe('threads', () => {
  it('are found by their foreign id once imported, not by foreign_id', async () => {
    await domain.handover('conv 7');
    const list = (q: string): Promise<number> =>
      domain.rest('GET', `/content_threads?q=${encodeURIComponent(q)}`).then(({ body }) => body.count);
    expect(await list(`foreign:"conv 7" source:${domain.seed.sourceId}`)).toBe(1);
    expect(await list('foreign:"conv 8"')).toBe(0);
    expect(await list('foreign_id:"conv 7"')).toBe(0);
    expect(await list(`categorized_in:${domain.seed.agentCategoryId} -opened_and_assigned:true`)).toBe(1);
  });

  it('are hidden from a user without read permission on the source', async () => {
    const thread = await domain.handover();
    await domain.rest('PUT', `/users/${domain.seed.tokenUserId}/sources_permissions`, { [domain.seed.sourceId]: '' });
    expect((await domain.rest('GET', `/content_threads/${thread}`)).status).toBe(404);
    expect((await domain.rest('GET', '/content_threads')).body.count).toBe(0);
    expect((await domain.rest('GET', '/contents')).body.count).toBe(0);
  });

  it('get a new complete set of categories, one change at a time', async () => {
    const thread = await domain.handover();
    const update = (...ids: string[]): Promise<unknown> =>
      domain.rest('PUT', `/content_threads/${thread}/update_categories`, { 'thread_category_ids[]': ids });
    expect(await update(domain.seed.billingCategoryId)).toMatchObject(
      refusal(409, 'conflict', 'Thread is already being categorized'),
    );
    await domain.control('POST', '/clock/advance', { ms: 500 });
    expect(await update(domain.seed.botCategoryId, domain.seed.billingCategoryId)).toMatchObject({
      status: 200,
      body: { thread_category_ids: [domain.seed.botCategoryId, domain.seed.billingCategoryId] },
    });
    await domain.control('POST', '/clock/advance', { ms: 500 });
    expect(await update('0'.repeat(24))).toMatchObject({ status: 422 });
    expect(await update('')).toMatchObject({ status: 200, body: { thread_category_ids: [] } });
    expect(
      (await domain.rest('PUT', `/content_threads/${thread}/update_categories`, { thread_category_ids: 'x' })).status,
    ).toBe(400);
  });

  it('cannot be closed on a Channel SDK source', async () => {
    const thread = await domain.handover();
    expect(await domain.rest('PUT', `/content_threads/${thread}/close`)).toMatchObject(
      refusal(403, 'forbidden', 'Thread cannot be closed'),
    );
  });
});

describe('interventions', () => {
  it('close only with an agent reply, cancel only without', async () => {
    const { thread, intervention } = await answered();
    const list = (status: string): Promise<number> =>
      domain.rest('GET', `/interventions?thread_id=${thread}&status=${status}`).then(({ body }) => body.count);
    expect(await list('active')).toBe(1);
    expect(await domain.rest('DELETE', `/interventions/${intervention}/cancel`)).toMatchObject(
      refusal(403, 'forbidden', 'Intervention has agent replies'),
    );
    expect(await domain.rest('PUT', `/interventions/${intervention}/close`)).toMatchObject({
      status: 200,
      body: { closed: true, status: 'Closed', user_replies_count: 1 },
    });
    expect(await domain.rest('PUT', `/interventions/${intervention}/close`)).toMatchObject(
      refusal(403, 'forbidden', 'Intervention is already closed'),
    );
    expect([await list('active'), await list('closed')]).toEqual([0, 1]);
    expect(domain.emitted().slice(-2)).toEqual(['intervention.closed', 'task.completed']);
  });

  it('are opened as the token user, then cancelled, then gone', async () => {
    const thread = await domain.handover();
    const content = domain.simulator.state.contentsOf(thread)[0]?.id ?? '';
    const created = await domain.rest('POST', '/interventions', { content_id: content });
    expect(created).toMatchObject({ status: 200, body: { user_id: domain.seed.tokenUserId, user_replies_count: 0 } });
    expect(await domain.rest('POST', '/interventions', { content_id: content })).toMatchObject(
      refusal(422, 'unprocessable_entity', 'Intervention is already opened'),
    );
    expect(await domain.rest('PUT', `/interventions/${created.body.id}/close`)).toMatchObject(
      refusal(403, 'forbidden', 'Intervention has no agent reply'),
    );
    expect((await domain.rest('DELETE', `/interventions/${created.body.id}/cancel`)).status).toBe(200);
    expect((await domain.rest('GET', `/interventions/${created.body.id}`)).status).toBe(404);
    expect(domain.emitted().slice(-2)).toEqual(['intervention.opened', 'intervention.canceled']);
  });

  it('refuse a user who neither owns nor may edit them', async () => {
    const { intervention } = await answered();
    const jonas = { impersonated_user_id: domain.seed.jonasId };
    expect(await domain.rest('PUT', `/interventions/${intervention}/close`, jonas)).toMatchObject(
      refusal(403, 'forbidden', 'Not allowed'),
    );
    expect(
      (await domain.rest('PUT', `/interventions/${intervention}/reassign`, { user_id: domain.seed.jonasId })).body
        .user_id,
    ).toBe(domain.seed.jonasId);
    expect(
      (await domain.rest('PUT', `/interventions/${intervention}`, { 'custom_field_values[case]': 'A-1' })).body
        .custom_fields,
    ).toEqual({ case: 'A-1' });
    expect(
      (
        await domain.rest('POST', '/intervention_comments', {
          body: 'x',
          intervention_id: intervention,
          user_id: domain.seed.maraId,
        })
      ).status,
    ).toBe(200);
  });
});

describe('contents', () => {
  it('are written only under an open intervention, by an identity of the user', async () => {
    const thread = await domain.handover();
    const content = domain.simulator.state.contentsOf(thread)[0]?.id ?? '';
    const write = (form: Record<string, string> = {}): Promise<Answer> =>
      domain.rest('POST', '/contents', { in_reply_to_id: content, body: 'Hello', ...form });
    expect(await write()).toMatchObject(
      refusal(422, 'unprocessable_entity', 'Content is not under an open intervention'),
    );
    await domain.rest('POST', '/interventions', { content_id: content });
    expect(await write({ body: '' })).toMatchObject({ status: 422 });
    expect(await write({ author_id: 'nobody' })).toMatchObject({ status: 422 });
    expect(await write()).toMatchObject({
      status: 200,
      body: { created_from: 'api', creator_id: domain.seed.tokenUserId, synchronization_status: 'export_pending' },
    });
    await eventually(() =>
      expect(domain.stub.callsOf('messages.create')).toMatchObject([
        { params: { body: 'Hello', author_id: 'desk-agents' } },
      ]),
    );
    expect(await domain.rest('POST', '/contents', { source_id: domain.seed.sourceId, body: 'x' })).toMatchObject(
      refusal(422, 'compose_disabled_on_source', 'Compose is not supported on this source'),
    );
  });

  it('are listed by when they were written, on the clocks of their authors', async () => {
    const thread = await domain.handover();
    const [first] = domain.simulator.state.contentsOf(thread);
    await domain.rest('POST', '/interventions', { content_id: first?.id ?? '' });
    for (const body of ['One', 'Two'])
      await domain.rest('POST', '/contents', { in_reply_to_id: first?.id ?? '', body });
    const early = domain.simulator.state.contentsOf(thread).at(-1);
    Object.assign(early ?? {}, { created_at: '2026-01-01T00:00:00Z' });
    const listed = async (order: string): Promise<unknown> => {
      const { body } = await domain.rest('GET', `/contents?q=${encodeURIComponent(`thread:${thread} ${order}`)}`);
      return (body.records as { body: string }[]).map((content) => content.body);
    };
    expect(await listed('order:created_at.desc')).toEqual(['One', first?.body, 'Two']);
    expect(await listed('order:created_at.asc')).toEqual(['Two', first?.body, 'One']);
  });

  it('are sent on a native source without any call to the connector', async () => {
    await domain.control('POST', '/customer/messages', { userId: 'wa-1', name: 'Lea', text: 'Hello' });
    expect(domain.emitted()).toEqual(['content.imported', 'task.created', 'task.undelivered']);
    const [thread] = domain.simulator.state.threads.all();
    expect(thread).toMatchObject({ source_id: domain.seed.nativeSourceId, foreign_id: 'wa-1' });
  });
});

describe('agents', () => {
  it('are listed with their availability while connected', async () => {
    const query = `?source_ids[]=${domain.seed.sourceId}&category_ids[]=${domain.seed.billingCategoryId}`;
    const all = await domain.rest('GET', '/status');
    expect(all.body).toHaveLength(2);
    expect((await domain.rest('GET', `/status${query}`)).body).toMatchObject([
      {
        agent_id: domain.seed.jonasId,
        channels: expect.arrayContaining([
          { id: domain.seed.channelId, name: 'Realtime', status: 'available', busyness: 'unoccupied' },
        ]),
      },
    ]);
    await agent('status', { status: 'disconnected' }, 'jonas');
    expect((await domain.rest('GET', `/status${query}`)).body).toEqual([]);
    expect(await domain.rest('GET', `/status/${domain.seed.jonasId}`)).toMatchObject(
      refusal(404, 'disconnected', 'Agent is disconnected'),
    );
    expect(await domain.rest('GET', '/status/0')).toMatchObject(refusal(404, 'not_found', 'User not found'));
  });

  it('are set away on all channels at once', async () => {
    const path = `/status/${domain.seed.maraId}`;
    expect((await domain.rest('PUT', path, { [`status[${domain.seed.channelId}]`]: 'away' })).status).toBe(400);
    const both = { [`status[${domain.seed.channelId}]`]: 'away', [`status[${domain.seed.asyncChannelId}]`]: 'away' };
    expect(
      (await domain.rest('PUT', path, both)).body.channels.map(({ status }: { status: string }) => status),
    ).toEqual(['away', 'away']);
  });
});

describe('configuration', () => {
  it('creates, changes and deletes categories', async () => {
    expect(await domain.rest('POST', '/categories', { name: '' })).toMatchObject(
      refusal(422, 'unprocessable_entity', "Name can't be blank"),
    );
    const { body } = await domain.rest('POST', '/categories', {
      name: 'Sales',
      parent_id: domain.seed.rootCategoryId,
      mandatory: 'true',
    });
    expect(body).toMatchObject({ name: 'Sales', mandatory: false });
    expect((await domain.rest('PUT', `/categories/${body.id}`, { color: '3' })).body.color).toBe(3);
    expect((await domain.rest('DELETE', `/categories/${body.id}`)).status).toBe(200);
    expect((await domain.rest('GET', `/categories/${body.id}`)).status).toBe(404);
  });

  it('creates folders and refuses restrictions that are not a hash', async () => {
    expect(await domain.rest('POST', '/folders', { label: 'x', role_restriction: 'r' })).toMatchObject(
      refusal(400, 'bad_request', 'role_restriction must be a hash'),
    );
    const created = await domain.rest('POST', '/folders', {
      label: 'Waiting',
      'team_restriction[only][]': domain.seed.teamId,
    });
    expect(created.body).toMatchObject({ label: 'Waiting', team_restriction: { only: [domain.seed.teamId] } });
    expect((await domain.rest('DELETE', `/folders/${created.body.id}`)).status).toBe(200);
  });

  it('changes the default category of a source and shows task mode', async () => {
    const path = `/content_sources/${domain.seed.sourceId}`;
    expect((await domain.rest('PUT', path, { 'default_category_ids[]': 'nope' })).status).toBe(422);
    expect(
      (await domain.rest('PUT', path, { 'default_category_ids[]': domain.seed.agentCategoryId })).body
        .default_category_ids,
    ).toEqual([domain.seed.agentCategoryId]);
    expect((await domain.rest('GET', '/settings')).body.push_enabled).toBe(true);
  });

  it('stores attachments and serves private ones only with a token', async () => {
    const upload = new FormData();
    upload.set('file', new File(['hello'], 'note.txt'));
    upload.set('private', 'true');
    const headers = { authorization: `Bearer ${domain.seed.restAccessToken}` };
    const stored = (await (
      await fetch(`${domain.simulator.url}/1.0/attachments`, { method: 'POST', body: upload, headers })
    ).json()) as { url: string };
    expect((await fetch(stored.url)).status).toBe(404);
    expect(await (await fetch(`${stored.url}?access_token=${domain.seed.restAccessToken}`)).text()).toBe('hello');
  });

  it('routes tasks: list, move, transfer, complete', async () => {
    const thread = await domain.handover();
    const { id } = domain.simulator.state.liveTask(thread) ?? { id: '' };
    expect((await domain.rest('GET', `/tasks?channel_id=${domain.seed.channelId}`)).body.count).toBe(1);
    expect((await domain.rest('POST', `/tasks/${id}/complete`)).status).toBe(403);
    expect(
      (await domain.rest('POST', `/tasks/${id}/transfer`, { 'agent_ids[]': domain.seed.jonasId })).body.agent_ids,
    ).toEqual([domain.seed.jonasId]);
    await agent('take', { thread }, 'jonas');
    expect((await domain.rest('GET', `/tasks?queue=workbin_${domain.seed.jonasId}`)).body.count).toBe(1);
    expect((await domain.rest('POST', `/tasks/${id}/complete`)).body.completed_at).toBeTruthy();
    expect(CUSTOMER.id).toBe(
      domain.simulator.state.identities.get(domain.simulator.state.threads.get(thread)?.identity_id)?.foreign_id,
    );
  });
});
