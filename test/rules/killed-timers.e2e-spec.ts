import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, letPass, type RunningConnector, startWorld, Story, type World } from '../harness/index.js';

const NO_PICKUP = { timerTexts: { noPickup: { default: 'Sorry, no one is free.' } } };
const ENDED = ['queue/accepted', 'agent: Sorry, no one is free.', 'error/error'];

describe('a worker that is killed while the no-pickup timer runs', () => {
  let world: World;
  let worker: RunningConnector;
  beforeAll(async () => {
    world = await startWorld({ asProcesses: true, environment: { ROLE: 'api' }, tenant: { handover: NO_PICKUP } });
    worker = await world.addConnector({ ROLE: 'worker' });
  });
  afterAll(() => world?.stop());

  /** A customer waits, no agent joins, and the only worker is killed before the timer fires. */
  async function isKilledWhileWaiting(sessionId: string): Promise<Story> {
    const story = new Story(world, sessionId);
    await story.says('user', 'Hello');
    await story.isHandedOver({ options: { noPickupMinutes: 5 } });
    await worker.kill();
    return story;
  }

  const workers = async (count: number): Promise<void> => {
    const started = await Promise.all(Array.from({ length: count }, () => world.addConnector({ ROLE: 'worker' })));
    for (const one of started.slice(1)) await one.stop();
    worker = started[0]!;
  };

  async function endsOf(story: Story): Promise<unknown[]> {
    const { id } = await story.conversation();
    return world.database.dataSource.query(
      'SELECT status, end_cause AS "endCause" FROM handovers WHERE conversation_id = $1 ORDER BY started_at',
      [id],
    );
  }

  it.each([
    ['ends the handover once after it has started again', 'again', 1],
    ['leaves it to two workers, which end the handover once', 'two', 2],
  ])('%s', async (_, sessionId, count) => {
    const story = await isKilledWhileWaiting(sessionId);
    await letPass(world, 5 * 60 + 1); // the time ends while no worker runs
    expect(story.heard()).toEqual(['queue/accepted']);
    await workers(count);
    await story.hears(...ENDED);
    await story.isIn('bot');
    const { botCategoryId } = world.acme.engage.seed;
    await eventually(async () => expect(await story.categories()).toEqual([botCategoryId]));
    expect(await endsOf(story)).toEqual([{ status: 'error', endCause: expect.any(String) }]);
    await story.isHandedOver(); // a second effect of the timer would come before this
    await story.hears(...ENDED, 'queue/accepted');
    expect(world.acme.bot.of(story.sessionId).filter(({ type }) => type === 'agent.message')).toHaveLength(1);
  });

  it('leaves the rest of the time to the next worker', async () => {
    const story = await isKilledWhileWaiting('rest');
    await letPass(world, 4 * 60);
    await workers(1);
    await story.says('user', 'Is anyone there?'); // the new worker is running
    await story.showsInEngage('Hello', 'Is anyone there?');
    expect(story.heard()).toEqual(['queue/accepted']);
    await letPass(world, 61);
    await story.hears(...ENDED);
  });
});
