import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually, type Story } from '../harness/index.js';
import { RuleWorld } from './rule-world.js';

describe('event ownership', () => {
  let rules: RuleWorld;
  beforeAll(async () => {
    rules = await RuleWorld.start();
  });
  afterAll(() => rules.stop());
  beforeEach(() => rules.switch({ webhooks: { batchMs: 0 } }));

  /** Engage reports that the intervention `id` of a customer was closed, in a thread that several customers share. */
  const closed = (threadId: string, identityId: string, id: string): Promise<unknown> =>
    rules.sim('POST', '/events', {
      type: 'intervention.closed',
      resource: {
        type: 'intervention',
        id,
        metadata: {
          source_id: rules.seed.nativeSourceId,
          thread_id: threadId,
          identity_id: identityId,
          user_id: rules.seed.maraId,
        },
      },
    });

  it('a close that names another customer of a shared thread has no effect', async () => {
    const [eve, fay] = [await rules.aNativeCustomer('shared'), await rules.aNativeCustomer('shared')];
    expect(fay.threadId).toBe(eve.threadId);
    await eve.isHandedOver();
    await eve.agent('mara', 'take');
    await eve.isIn('active');
    const strangers = { 'of-fay': fay.identityId, 'of-a-stranger': 'f0000000000000000000000a' };
    for (const [id, identityId] of Object.entries(strangers)) {
      await closed(eve.threadId, identityId, id);
      await rules.arrives('intervention.closed', id);
      await eve.isIn('active');
    }
    await closed(eve.threadId, eve.identityId, 'of-eve');
    await eve.botHears('user: Hello', 'queue/accepted', 'active/agentJoined', 'completed/completed');
    await eve.isIn('bot');
    await fay.isIn('bot');
  });

  it('one event that can never be applied does not fail the batch', async () => {
    const [one, two] = [await rules.aWaitingStory(), rules.aStory()];
    await two.says('user', 'I am two');
    await two.showsInEngage('I am two');
    await rules.switch({ webhooks: { batchMs: 2_000 } });
    await imported(two, await one.threadId()); // the thread of another conversation
    await one.agent('mara', 'take');
    await rules.sim('POST', '/clock/advance', { seconds: 2 });
    await one.hears('queue/accepted', 'active/agentJoined');
    const { ledger } = rules.engage;
    const answers = ledger.find({ kind: 'webhook', name: 'content.imported,', text: 'not-two' });
    expect(answers.map(({ status }) => status)).toEqual([200]);
    await eventually(async () => expect((await two.conversation()).engageThreadId).not.toBe(await one.threadId()));
  });

  /** Engage reports that a message of the story was imported into this thread. */
  async function imported(story: Story, threadId: string): Promise<void> {
    const [said] = rules.engage.state.contentsOf(await story.threadId());
    const where = { thread_id: threadId, source_id: rules.seed.sourceId };
    const metadata = { id: 'not-two', foreign_id: said?.foreign_id, ...where };
    await rules.sim('POST', '/events', {
      type: 'content.imported',
      resource: { type: 'sdk/message', id: metadata.id, metadata },
    });
  }
});
