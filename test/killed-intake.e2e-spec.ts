import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient, eventually, type RunningConnector, startWorld, Story, type World } from './harness/index.js';

const MESSAGES = 5;

describe('a process that is killed while it stores messages', () => {
  let world: World;
  let victims: RunningConnector[];
  beforeAll(async () => {
    world = await startWorld({ asProcesses: true, environment: { LOG_LEVEL: 'fatal' } });
    victims = await Promise.all([world.addConnector({ ROLE: 'api' }), world.addConnector({ ROLE: 'api' })]);
  });
  afterAll(() => world.stop());

  const message = (sessionId: string, n: number) => ({
    sessionId,
    userId: `user of ${sessionId}`,
    messageId: `${sessionId}-${n}`,
    author: 'user',
    text: `${sessionId} ${n}`,
  });

  /** Several sessions at once, so that they share a transaction; no caller gets an answer. */
  function callVictim(victim: RunningConnector | undefined, sessions: readonly string[]): void {
    const client = new ApiClient(() => victim?.url ?? '', world.acme.v1.key);
    for (const session of sessions)
      for (let n = 0; n < MESSAGES; n++) void client.post('/v1/messages', message(session, n)).catch(() => undefined);
  }

  /** All callers repeat their calls at the other process. */
  async function isTakenOnce(sessions: readonly string[]): Promise<void> {
    for (const session of sessions) {
      for (let n = 0; n < MESSAGES; n++)
        expect((await world.acme.v1.post('/v1/messages', message(session, n))).status).toBe(202);
      const texts = await eventually(async () => {
        const arrived = await new Story(world, session).inEngage();
        expect(arrived).toHaveLength(MESSAGES);
        return arrived;
      });
      expect(texts.toSorted()).toEqual(Array.from({ length: MESSAGES }, (_, n) => `${session} ${n}`));
    }
  }

  async function sessionsThatWait(): Promise<number> {
    const rows = await world.database.dataSource.query<unknown[]>(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%event_stored%'`,
    );
    return rows.length;
  }

  it('between load and save has stored nothing, and repeats are accepted once', async () => {
    const sessions = ['load-a', 'load-b'];
    const holder = world.database.dataSource.createQueryRunner();
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE messages IN SHARE MODE');
    try {
      callVictim(victims[0], sessions);
      await eventually(async () => expect(await sessionsThatWait()).toBeGreaterThan(0));
      await victims[0]?.kill();
    } finally {
      await holder.query('COMMIT');
      await holder.release();
    }
    await isTakenOnce(sessions);
  });

  it('after the commit and before the answer has lost nothing, and repeats are accepted once', async () => {
    const sessions = ['commit-a', 'commit-b'];
    callVictim(victims[1], sessions);
    await eventually(async () => {
      const stored = `SELECT 1 FROM events WHERE event_id LIKE '%commit-%'`;
      expect(await world.database.dataSource.query<unknown[]>(stored)).not.toHaveLength(0);
    });
    await victims[1]?.kill();
    await isTakenOnce(sessions);
  });
});
