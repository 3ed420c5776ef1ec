import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually, RECOMMENDED_INFO } from '../testing/connector-stub.js';
import { CUSTOMER, Harness } from '../testing/harness.js';

let domain: Harness;
beforeEach(async () => {
  domain = await Harness.start();
});
afterEach(() => domain.stop());

const creates = (): Record<string, unknown>[] => domain.stub.callsOf('messages.create').map(({ params }) => params);
const written = (): { synchronization_status: string; synchronization_error: string | null } | undefined =>
  domain.simulator.state.contents.findLast(({ creator_id }) => creator_id !== null);
const retry = (): Promise<unknown> => domain.control('POST', '/clock/advance', { seconds: 60 });

async function reply(): Promise<void> {
  const thread = await domain.handover();
  await domain.control('POST', '/agents/mara/take', { thread });
  await domain.control('POST', '/agents/mara/reply', { thread, body: 'Hi' });
}

describe('an export', () => {
  it('is attempted three times, the later ones marked as retries, then reported as failed', async () => {
    domain.stub.answers = [
      { status: 503, body: 'down' },
      { body: { error: { fatal: false, message: 'later' } } },
      { body: {} },
    ];
    await reply();
    await eventually(() => expect(creates()).toHaveLength(1));
    await retry();
    await eventually(() => expect(creates()).toHaveLength(2));
    await retry();
    await eventually(() =>
      expect(written()).toMatchObject({
        synchronization_status: 'export_failure',
        synchronization_error: 'Answer carries no id',
      }),
    );
    expect(creates().map(({ retry: again }) => again)).toEqual([false, true, true]);
    expect(new Set(creates().map(({ content_id }) => content_id)).size).toBe(1);
    expect(domain.emitted().at(-1)).toBe('content.exported');
  });

  it('omits content_id like the quick start, when configured', async () => {
    await domain.control('PATCH', '/switches', { shapes: { omitContentId: true } });
    await reply();
    await eventually(() => expect(creates()).toHaveLength(1));
    expect(creates()[0]).toMatchObject({ body: 'Hi', sender_name: expect.any(String), thread_id: 'conv-1' });
    expect(creates()[0]).not.toHaveProperty('content_id');
    expect(creates()[0]).not.toHaveProperty('retry');
  });

  it.each(['path', 'none'] as const)('names files by %s, when configured', async (fileUrls) => {
    await domain.control('PATCH', '/switches', { shapes: { fileUrls } });
    const thread = await domain.handover();
    await domain.control('POST', '/agents/mara/take', { thread });
    const file = await fetch(`${domain.simulator.url}/_sim/files?filename=a.pdf`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: '%PDF',
    });
    const { id } = (await file.json()) as { id: string };
    await domain.control('POST', '/agents/mara/reply', { thread, body: 'Here', attachmentIds: [id] });
    await eventually(() => expect(creates()).toHaveLength(1));
    const url = fileUrls === 'path' ? { url: `/attachments/${id}` } : {};
    expect(creates()[0]?.['attachments']).toEqual([{ ...url, type: 'pdf', filename: 'a.pdf' }]);
  });

  it('writes ids as numbers that a double cannot hold, when configured', async () => {
    const thread = await domain.handover();
    await domain.control('POST', '/agents/mara/take', { thread });
    await domain.control('PATCH', '/switches', { shapes: { numericIds: true, omitMetadataId: true } });
    await domain.control('POST', '/agents/mara/reply', { thread, body: 'Hi' });
    await eventually(() => expect(creates()).toHaveLength(1));
    const content = domain.simulator.state.contents.findLast(({ creator_id }) => creator_id !== null);
    expect(content?.id).toMatch(/^9\d{18}$/);
    const record = await fetch(
      `${domain.simulator.url}/1.0/contents/${content?.id}?access_token=${domain.seed.restAccessToken}`,
    );
    expect(await record.text()).toContain(`"id":${content?.id},`);
    const { request } = domain.simulator.ledger.find({ kind: 'event', name: 'content.replied' })[0] ?? {};
    expect(request).toMatchObject({ resource: { id: content?.id } });
    expect(request).not.toHaveProperty('resource.metadata.id');
  });

  it('stops at a fatal error', async () => {
    domain.stub.answers = [{ status: 200, body: { error: { fatal: true, message: 'Conversation has ended.' } } }];
    await reply();
    await eventually(() =>
      expect(written()).toMatchObject({
        synchronization_status: 'export_failure',
        synchronization_error: 'Conversation has ended.',
      }),
    );
    await retry();
    expect(creates()).toHaveLength(1);
  });

  it('needs a signed answer, unless that check is off', async () => {
    domain.stub.answers = [
      { body: { id: 'a' }, unsigned: true },
      { body: { id: 'b' }, unsigned: true },
    ];
    await reply();
    await eventually(() =>
      expect(domain.simulator.ledger.find({ kind: 'sdk', name: 'messages.create' })).toMatchObject([
        { error: 'Answer is not signed' },
      ]),
    );
    await domain.control('PATCH', '/switches', { sdk: { verifyAnswers: false } });
    await retry();
    await eventually(() => expect(written()).toMatchObject({ synchronization_status: 'success', foreign_id: 'b' }));
  });

  it('is repeated when the answer was lost', async () => {
    await domain.control('POST', '/faults', { on: 'sdk', match: 'messages.create', network: 'reset', when: 'after' });
    await reply();
    await eventually(() => expect(creates()).toHaveLength(1));
    await retry();
    await eventually(() => expect(written()).toMatchObject({ synchronization_status: 'success' }));
    expect(creates()).toHaveLength(2);
  });
});

describe('a sync run', () => {
  it('reads capabilities and polls what is declared, signed by header or query', async () => {
    expect(domain.stub.calls.map(({ action, signed }) => [action, signed])).toEqual([
      ['implementation.info', true],
      ['threads.list', true],
      ['messages.list', true],
    ]);
    await domain.control('PATCH', '/switches', { sdk: { signatureIn: 'query' } });
    expect((await domain.control('POST', '/sync')).body).toMatchObject({
      synced: true,
      status: 'ok',
      capabilities: RECOMMENDED_INFO,
    });
    expect(domain.stub.calls.at(-1)).toMatchObject({ signed: true, url: expect.stringContaining('?signature=') });
  });

  it('keeps the last capabilities when implementation.info fails', async () => {
    domain.stub.info = 'nonsense';
    expect((await domain.control('POST', '/sync')).body).toMatchObject({
      synced: false,
      status: 'error',
      capabilities: RECOMMENDED_INFO,
    });
    expect(domain.stub.calls.at(-1)?.action).toBe('implementation.info');
    expect((await domain.rest('GET', `/content_sources/${domain.seed.sourceId}`)).body.status).toBe('error');
  });

  it('runs on its timer', async () => {
    const polling = await Harness.start({ switches: { sdk: { pollSeconds: 60 } } });
    await polling.control('POST', '/clock/advance', { seconds: 61 });
    await eventually(() => expect(polling.stub.callsOf('implementation.info')).toHaveLength(2));
    await polling.stop();
  });

  it('runs when the source is saved', async () => {
    const saved = await domain.control('PUT', '/source', { baseUri: `${domain.stub.url}/other` });
    expect(saved.body.synced).toBe(true);
    expect(domain.stub.calls.at(-1)?.url).toBe('/engage/other');
  });
});

describe('queue updates', () => {
  it('send every waiting thread its position whenever it changes', async () => {
    for (const agent of ['mara', 'jonas']) await domain.control('POST', `/agents/${agent}/status`, { status: 'away' });
    await domain.handover('conv-1');
    const second = await domain.handover('conv-2');
    const received = (thread: string): unknown[] =>
      domain.stub
        .callsOf('messaging.queuing_update')
        .filter(({ params }) => params['thread_id'] === thread)
        .map(({ params }) => params['position']);
    await eventually(() => expect([received('conv-1'), received('conv-2')]).toEqual([[1], [2]]));
    await domain.control('POST', '/agents/mara/status', { status: 'available' });
    await domain.control('POST', '/agents/mara/take', { thread: 'conv-1' });
    await eventually(() => expect(received('conv-2')).toEqual([2, 1]));
    expect(domain.simulator.state.liveTask(second)?.queue).toBe('global');
  });

  it('are not sent to a source that has not declared them', async () => {
    domain.stub.info = { ...RECOMMENDED_INFO, options: ['view.messaging'] };
    await domain.control('POST', '/sync');
    await domain.handover();
    await domain.say('conv-1', 'last', 'Hi', CUSTOMER);
    expect(domain.stub.callsOf('messaging.queuing_update')).toEqual([]);
  });
});
