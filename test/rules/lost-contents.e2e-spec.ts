import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ExpectLostContents, ReadNativeSources } from '#handover';
import type { TenantId } from '#kernel';
import { eventually, letPass, NATIVE_SOURCE, type NativeCustomer, type Story, takeOver } from '../harness/index.js';
import { RuleWorld, WITH_MARA } from './rule-world.js';

const JOINED = WITH_MARA.slice(0, 3);
const ENDED = WITH_MARA.slice(3);

describe('agents’ messages that Engage did not deliver', () => {
  let rules: RuleWorld;
  let runs: () => Promise<void>;
  beforeAll(async () => {
    rules = await RuleWorld.start({ switches: { sdk: { retryGapMs: 50 } } });
    runs = takeOver(rules.world, ReadNativeSources);
  });
  afterAll(() => rules.stop());
  beforeEach(async () => {
    await rules.lose();
    await rules.sim('DELETE', '/faults');
  });

  const aMinuteLater = async (): Promise<void> => {
    await letPass(rules.world, 60);
    await rules.reconcile();
  };

  /**
   * The service is not available: no event arrives, and Engage stops trying to deliver these texts.
   * @returns Engage's ids of them
   */
  async function writtenMeanwhile(story: Story, ...texts: readonly string[]): Promise<string[]> {
    await rules.lose('*');
    await rules.sim('POST', '/faults', { on: 'sdk', match: 'messages.create', status: 503, count: 0 });
    const ids: string[] = [];
    for (const body of texts) ids.push((await story.agent<{ id: string }>('mara', 'reply', { body })).id);
    const { contents } = rules.engage.state;
    for (const id of ids)
      await eventually(() => expect(contents.require(id).synchronization_status).toBe('export_failure'));
    await rules.sim('DELETE', '/faults');
    return ids;
  }

  /** Engage still delivers it. @returns our id of it */
  async function comesLate(contentId: string): Promise<unknown> {
    const content = rules.engage.state.contents.require(contentId);
    const thread = rules.engage.state.threads.require(content.thread_id);
    const params = {
      content_id: contentId,
      retry: true,
      thread_id: thread.foreign_id,
      body: content.body,
      format: 'text',
    };
    const body = JSON.stringify({ action: 'messages.create', params, time: new Date().toISOString() });
    const signature = createHmac('sha512', rules.seed.sourceAccessToken).update(body).digest('hex');
    const url = `${rules.world.connectors[0]?.url}/handover/rce/acme`;
    const answer = await fetch(url, { method: 'POST', body, headers: { 'x-smccsdk-signature': signature } });
    expect(answer.status).toBe(200);
    return ((await answer.json()) as { id: string }).id;
  }

  it('reach the bot once, in order and before the end that is found with them', async () => {
    const story = await rules.aStoryWithMara();
    const [first = '', second = ''] = await writtenMeanwhile(story, 'One', 'Two');
    await story.agent('mara', 'complete');
    await aMinuteLater();
    await story.hears(...JOINED, 'agent: One', 'agent: Two', ...ENDED);
    expect(await comesLate(first)).toBe(await comesLate(first));
    await comesLate(second);
    await aMinuteLater();
    await rules.isQuiet();
    expect(story.heard()).toEqual([...JOINED, 'agent: One', 'agent: Two', ...ENDED]);
  });

  it('reach the bot while the handover continues, even as the first sign of the agent', async () => {
    const [talking, waiting] = [await rules.aStoryWithMara(), await rules.aWaitingStory()];
    await writtenMeanwhile(talking, 'One', 'Two');
    await rules.lose('*');
    await eventually(() => waiting.agent('mara', 'take'));
    await writtenMeanwhile(waiting, 'Hello');
    await aMinuteLater();
    await talking.hears(...JOINED, 'agent: One', 'agent: Two');
    await waiting.hears('queue/accepted', 'active/agentJoined', 'agent: Hello');
    await talking.agent('mara', 'reply', { body: 'Three' });
    await talking.hears(...JOINED, 'agent: One', 'agent: Two', 'agent: Three');
  });

  it('are not sent twice if the agent has written them again', async () => {
    const story = await rules.aStoryWithMara();
    await writtenMeanwhile(story, 'Are you there?', 'Else');
    await story.agent('mara', 'reply', { body: 'Are you there?' });
    await story.hears(...JOINED, 'agent: Are you there?');
    await aMinuteLater();
    await story.hears(...JOINED, 'agent: Are you there?', 'agent: Else');
  });

  it('come late rather than never if the end was received in time', async () => {
    const story = await rules.aStoryWithMara();
    await writtenMeanwhile(story, 'Goodbye');
    await rules.lose();
    await story.agent('mara', 'complete');
    await story.hears(...WITH_MARA);
    await rules.world.database.dataSource.query("UPDATE handovers SET checked_at = now() - interval '1 minute'");
    await rules.reconcile();
    await story.hears(...WITH_MARA, 'agent: Goodbye');
  });

  it('are searched when Engage reports that it could not deliver them', async () => {
    const story = await rules.aStoryWithMara();
    await rules.sim('POST', '/faults', { on: 'sdk', match: 'messages.create', status: 503, count: 3 });
    await story.agent('mara', 'reply', { body: 'One' });
    await rules.arrives('content.exported', 'export_failure');
    const [left] = await rules.world.database.dataSource.query<{ contents_check: string }[]>(
      'SELECT contents_check FROM handovers ORDER BY started_at DESC LIMIT 1',
    );
    expect(left).toEqual({ contents_check: 'read' });
    await aMinuteLater();
    await story.hears(...JOINED, 'agent: One');
  });

  describe('on a source that Engage serves', () => {
    const textsOf = async (customer: NativeCustomer): Promise<string[]> => {
      const { sessionId } = customer;
      const found = `/admin/conversations?tenant=acme&q=${encodeURIComponent(sessionId)}`;
      const { body } = await rules.world.admin.get<{ items: { id: string }[] }>(found);
      const one = `/admin/conversations/${body.items[0]?.id ?? ''}`;
      const { timeline } = (await rules.world.admin.get<{ timeline: { message?: { text: string } }[] }>(one)).body;
      return timeline.flatMap(({ message }) => message?.text ?? []);
    };
    const withMara = async (): Promise<NativeCustomer> => {
      const customer = await rules.aNativeCustomer();
      await customer.isHandedOver();
      await eventually(() => customer.agent('mara', 'take'));
      await customer.agent('mara', 'reply', { body: 'Mara here' });
      await customer.isIn('active');
      await eventually(async () => expect(await textsOf(customer)).toEqual(['Hello', 'Mara here']));
      return customer;
    };

    it('are in the timeline, in order and once, before the end', async () => {
      const customer = await withMara();
      await rules.lose('*');
      for (const body of ['One', 'Two']) await customer.agent('mara', 'reply', { body });
      await customer.writes('Thanks');
      await customer.agent('mara', 'reply', { body: 'Bye' });
      await customer.agent('mara', 'complete');
      await aMinuteLater();
      await customer.botHears('user: Hello', 'queue/accepted', 'active/agentJoined', 'completed/completed');
      expect(await textsOf(customer)).toEqual(['Hello', 'Mara here', 'One', 'Two', 'Thanks', 'Bye']);
    });

    it('are read once Engage sends events again after a suspension', async () => {
      const customer = await withMara();
      await rules.lose('*');
      await customer.writes('Are you there?'); // Engage counts only agents' messages
      await rules.lose();
      await aMinuteLater();
      expect(await textsOf(customer)).toEqual(['Hello', 'Mara here']);
      await rules.world.connectors[0]?.app?.get(ExpectLostContents, { strict: false }).run(await tenantId());
      await aMinuteLater();
      expect(await textsOf(customer)).toEqual(['Hello', 'Mara here', 'Are you there?']);
    });

    it('reach the bot once, and pause it if an agent writes, even without a handover', async () => {
      const [waiting, served] = [await rules.aNativeCustomer(), await rules.aNativeCustomer()];
      await sourceIsConnected();
      await rules.lose('*');
      await rules.sim('PUT', '/clock', { offsetMs: -120_000 }); // an event may be a minute late
      await waiting.writes('Anyone there?');
      await waiting.writes('Hello?');
      await served.agent('jonas', 'reply', { body: 'I take over', force: true });
      await rules.sim('PUT', '/clock', { offsetMs: 0 });
      await rules.lose();
      await readSources();
      const heard = ['user: Hello', 'user: Anyone there?', 'user: Hello?'];
      await waiting.botHears(...heard);
      await served.isIn('active');
      expect(await textsOf(served)).toEqual(['Hello', 'I take over']);
      await comesAgain(waiting);
      await readSources();
      await rules.isQuiet();
      expect(waiting.heard()).toEqual(heard);
    });

    it('are not treated as lost again after the customer was erased', async () => {
      await sourceIsConnected();
      await rules.sim('PUT', '/clock', { offsetMs: -120_000 });
      const customer = await rules.aNativeCustomer();
      await rules.sim('PUT', '/clock', { offsetMs: 0 });
      const { sessionId, identityId } = customer;
      await rules.isQuiet();
      const erased = await rules.world.admin.call('DELETE', `/admin/tenants/acme/users/${identityId}`);
      expect(erased.status).toBe(204);
      await readSources();
      await rules.isQuiet();
      const { body } = await rules.world.admin.get<{ items: { sessionId: string }[] }>(
        '/admin/conversations?tenant=acme&limit=200',
      );
      expect(body.items.map((item) => item.sessionId)).not.toContain(sessionId);
      expect(customer.heard()).toEqual(['user: Hello']);
    });

    /** For an hour. The first run only sets a mark, before which everything is left alone. */
    const sourceIsConnected = async (): Promise<void> => {
      await readSources();
      await rules.world.database.dataSource.query(
        "UPDATE native_sources SET read_from = read_from - interval '1 hour'",
      );
    };
    const readSources = async (): Promise<void> => {
      await rules.world.database.dataSource.query('UPDATE native_sources SET taken_at = NULL');
      await runs();
    };

    /** Engage repeats its event about the customer's last message. */
    async function comesAgain({ threadId }: NativeCustomer): Promise<void> {
      const content = rules.engage.state.contentsOf(threadId).at(-1);
      const metadata = { ...content, body: content?.body ?? '', private: false, source_id: NATIVE_SOURCE };
      const resource = { type: 'whatsapp/message', id: content?.id, metadata };
      await rules.sim('POST', '/events', { type: 'content.imported', resource });
      await rules.arrives('content.imported', content?.id ?? '');
    }

    const tenantId = async (): Promise<TenantId> => {
      const rows = await rules.world.database.dataSource.query<{ tenant_id: TenantId }[]>(
        "SELECT tenant_id FROM tenants WHERE slug = 'acme'",
      );
      return rows[0]!.tenant_id;
    };
  });
});
