import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../testing/connector-stub.js';
import { Harness } from '../testing/harness.js';

let domain: Harness;
beforeEach(async () => {
  domain = await Harness.start();
});
afterEach(() => domain.stop());

const fault = (rule: object): Promise<unknown> => domain.control('POST', '/faults', rule);

describe('faults', () => {
  it('answer instead of the domain, the requested number of times', async () => {
    await fault({ on: 'rest', match: 'GET /1.0/categories', status: 503, headers: { 'retry-after': '7' }, count: 2 });
    const first = await domain.rest('GET', '/categories');
    expect([first.status, first.headers.get('retry-after')]).toEqual([503, '7']);
    expect((await domain.rest('GET', '/settings')).status).toBe(200);
    expect((await domain.rest('GET', '/categories')).status).toBe(503);
    expect((await domain.rest('GET', '/categories')).status).toBe(200);
  });

  it('lose the answer of a call that had its effect', async () => {
    await fault({ on: 'send', match: 'messages.create', network: 'reset', when: 'after' });
    await expect(domain.say('conv-1', 'm-1', 'Hi')).rejects.toThrow();
    await eventually(() => expect(domain.simulator.state.contents.all()).toHaveLength(1));
  });

  it('cut the connection or change the answer before any effect', async () => {
    await fault({ on: 'send', network: 'reset' });
    await expect(domain.say('conv-1', 'm-1', 'Hi')).rejects.toThrow();
    await fault({ on: 'send', status: 502, body: 'bad gateway', when: 'after' });
    expect(await domain.say('conv-1', 'm-2', 'Hi')).toMatchObject({ status: 502, text: 'bad gateway' });
    await eventually(() =>
      expect(domain.simulator.state.contents.all().map(({ foreign_id }) => foreign_id)).toEqual(['m-2']),
    );
  });

  it('execute a call long after its connection was cut', async () => {
    await domain.handover();
    const [thread] = domain.simulator.state.threads.all();
    await fault({ on: 'rest', match: 'update_categories', when: 'later', delayMs: 13_000 });
    const { botCategoryId, agentCategoryId } = domain.seed;
    const move = domain.rest('PUT', `/content_threads/${thread?.id}/update_categories`, {
      'thread_category_ids[]': botCategoryId,
    });
    await expect(move).rejects.toThrow();
    expect(domain.simulator.ledger.find({ kind: 'note', text: 'update_categories' })).toHaveLength(1);
    expect(thread?.thread_category_ids).toEqual([agentCategoryId]);
    await domain.control('POST', '/clock/advance', { seconds: 13 });
    await eventually(() => expect(thread?.thread_category_ids).toEqual([botCategoryId]));
  });

  it('delay an answer after the effect', async () => {
    await fault({ on: 'send', match: 'messages.create', answerDelayMs: 300 });
    const said = domain.say('conv-1', 'm-1', 'Hi').then(({ status }) => status);
    const imported = eventually(() => expect(domain.simulator.state.contents.all()).toHaveLength(1));
    expect(await Promise.race([said, imported])).toBeUndefined();
    expect(await said).toBe(200);
  });

  it('can stay until they are removed', async () => {
    await fault({ on: 'rest', status: 500, count: 0 });
    for (let call = 0; call < 3; call += 1) expect((await domain.rest('GET', '/settings')).status).toBe(500);
    await domain.control('DELETE', '/faults');
    expect((await domain.rest('GET', '/settings')).status).toBe(200);
  });
});

describe('the control routes', () => {
  it('show the traffic without credentials', async () => {
    await domain.subscribe();
    await domain.rest('GET', `/categories?access_token=${domain.seed.restAccessToken}`);
    await domain.handover();
    const { text } = await domain.control('GET', '/ledger');
    expect((await domain.control('GET', '/ledger?kind=send&name=messages.create')).body).toMatchObject([
      { status: 200, response: 'ok' },
    ]);
    for (const secret of [domain.seed.restAccessToken, domain.seed.sourceAccessToken])
      expect(text).not.toContain(secret);
    expect((await domain.control('GET', '/state')).text).not.toContain('hook-secret');
  });

  it('let an agent send files and notify the source of typing', async () => {
    const thread = await domain.handover();
    const form = new FormData();
    form.set('file', new File(['%PDF'], 'invoice.pdf'));
    const headers = { authorization: `Bearer ${domain.seed.restAccessToken}` };
    const upload = await fetch(`${domain.simulator.url}/1.0/attachments`, { method: 'POST', body: form, headers });
    const { id, url } = (await upload.json()) as { id: string; url: string };
    await domain.control('POST', '/agents/mara/take', { thread });
    expect((await domain.control('POST', `/threads/${thread}/typing`)).status).toBe(409);
    await domain.control('PATCH', '/switches', { sdk: { typing: true } });
    expect((await domain.control('POST', `/threads/${thread}/typing`)).status).toBe(204);
    expect(domain.stub.callsOf('typing.start')).toMatchObject([
      { params: { thread_id: 'conv-1', in_reply_to_id: 'conv-1-in-1' } },
    ]);
    await domain.control('POST', '/agents/mara/reply', { thread, attachmentIds: [id] });
    await eventually(() =>
      expect(domain.stub.callsOf('messages.create')).toMatchObject([
        { params: { body: '', attachments: [{ url, type: 'pdf', filename: 'invoice.pdf' }] } },
      ]),
    );
    expect(await (await fetch(url)).text()).toBe('%PDF');
  });

  it('let the clock be behind the machine’s', async () => {
    const { body } = await domain.control('PUT', '/clock', { offsetMs: -3_600_000 });
    expect(Date.now() - Date.parse(body.now)).toBeGreaterThanOrEqual(3_600_000);
    await domain.handover();
    const event = domain.simulator.ledger.find({ kind: 'event', name: 'task.created' })[0];
    expect(Date.parse(event?.at ?? '')).toBeLessThan(Date.now() - 3_500_000);
    expect((await domain.control('PUT', '/clock', { offsetMs: 'late' })).status).toBe(400);
  });

  it('close and delete threads', async () => {
    const thread = await domain.handover();
    await domain.control('POST', `/threads/${thread}/close`);
    expect((await domain.rest('GET', `/content_threads/${thread}`)).body.closed).toBe(true);
    expect((await domain.control('DELETE', `/threads/${thread}`)).status).toBe(204);
    expect((await domain.rest('GET', `/content_threads/${thread}`)).status).toBe(404);
    expect(domain.simulator.state.contents.all()).toEqual([]);
    expect(domain.simulator.state.tasks.all()).toEqual([]);
    expect(await domain.handover()).not.toBe(thread);
  });

  it('start again on reset', async () => {
    await domain.handover();
    await domain.control('POST', '/reset');
    expect(domain.simulator.state.threads.all()).toEqual([]);
    expect(await domain.handover()).toBeTruthy();
    expect((await domain.rest('GET', '/webhooks')).body.count).toBe(0);
  });

  it('refuse forms and pages of other sites', async () => {
    const { url } = domain.simulator;
    expect((await fetch(`${url}/_sim/faults`, { method: 'POST', body: 'on=rest' })).status).toBe(415);
    expect(
      (await fetch(`${url}/_sim/reset`, { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } })).status,
    ).toBe(403);
    expect((await domain.control('POST', '/agents/nobody/take', { thread: 'x' })).status).toBe(404);
    expect((await domain.control('PATCH', '/switches', { nothing: 1 })).status).toBe(400);
  });

  it('serve the desk with a strict policy and nothing outside its folder', async () => {
    const { url } = domain.simulator;
    const page = await fetch(`${url}/`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect((await fetch(`${url}/..%2fpackage.json`)).status).toBeGreaterThanOrEqual(400);
  });
});

describe('a data file', () => {
  it('keeps the domain across a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'engage-simulator-'));
    const dataFile = join(folder, 'domain.json');
    const before = await Harness.start({ dataFile });
    const thread = await before.handover();
    await before.control('POST', '/agents/mara/take', { thread });
    await before.control('POST', '/agents/mara/reply', { thread, body: 'Hi' });
    await eventually(() => expect(before.emitted()).toContain('content.exported'));
    await before.control('POST', '/agents/mara/defer', { thread, seconds: 60 });
    const { id } = await before.upload('note.txt', 'kept');
    await before.stop();
    const after = await Harness.start({ dataFile });
    await after.control('POST', '/clock/advance', { seconds: 61 });
    expect(after.emitted()).toContain('intervention.reactivated');
    expect(after.simulator.state.contentsOf(thread)).toHaveLength(2);
    expect(await (await fetch(`${after.simulator.url}/attachments/${id}`)).text()).toBe('kept');
    await after.control('POST', '/reset');
    expect((await fetch(`${after.simulator.url}/attachments/${id}`)).status).toBe(404);
    await after.stop();
    await rm(folder, { recursive: true });
  });
});
