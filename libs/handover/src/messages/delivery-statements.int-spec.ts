import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Tenant } from '#tenant-config';
import { HandoverWorld } from '../testing/handover-world.js';
import { AcceptBotSideMessage } from './accept-bot-side-message.js';

/** Appending makes a lane ready; the trigger prevents this until it is dropped. */
const HOLD_LANES = `
  CREATE FUNCTION hold_lane() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.ready_at := 'infinity'; RETURN NEW; END $$;
  CREATE TRIGGER hold_lane BEFORE INSERT OR UPDATE ON lanes FOR EACH ROW EXECUTE FUNCTION hold_lane()`;
const SESSIONS = ['s1', 's2', 's3', 's4'];
const EACH = 10;

describe('the statements of a delivery', () => {
  let world: HandoverWorld;
  let tenant: Tenant;
  beforeEach(async () => {
    world = await HandoverWorld.create();
    tenant = await world.tenant();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await world.close();
  });

  const say = async (text: string): Promise<unknown> =>
    Promise.all(
      SESSIONS.map((session) =>
        world.get(AcceptBotSideMessage).run(tenant, world.message('user', `${session} ${text}`, session)),
      ),
    );
  const sent = (): number => world.engage.calls.filter(({ method }) => method === 'sendMessage').length;

  it('are at most two, and are shared by lanes that are delivered at the same time', async () => {
    await say('makes the customer known');
    await world.settled();
    await world.database.statement(HOLD_LANES);
    for (let number = 0; number < EACH; number += 1) await say(String(number));
    const before = sent();
    await world.database.statement('DROP TRIGGER hold_lane ON lanes');
    const statements = vi.spyOn(pg.Client.prototype, 'query');
    await world.database.statement("UPDATE lanes SET ready_at = clock_timestamp() WHERE ready_at = 'infinity'");
    await world.settled(() => sent() === before + SESSIONS.length * EACH);
    const texts = statements.mock.calls.map(([query]) =>
      typeof query === 'string' ? query : ((query as { name?: string; text?: string }).name ?? ''),
    );
    expect(texts).toContain('messages.contexts');
    expect(texts.filter((text) => text.startsWith('BEGIN'))).toEqual([]);
    expect(texts.length / (SESSIONS.length * EACH)).toBeLessThanOrEqual(2);
  });
});
