import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { AcceptBotSideMessage, EndHandover, EngageMisconfigured, StartHandover } from '../index.js';
import { FakeRefusal } from '../testing/fake-contact-centre.js';
import { HandoverWorld } from '../testing/handover-world.js';

const WRONG_TOKEN = 'engage.example answered HTTP 422: Invalid signature. Check engage.realtimeAccessToken.';

describe('a start whose history Engage refuses', () => {
  let world: HandoverWorld;
  let tenant: Tenant;

  beforeEach(async () => {
    world = await HandoverWorld.create();
    tenant = await world.tenant({ handover: { forwardOnlyHandover: true } });
  });
  afterEach(() => world.close());

  const says = (author: 'user' | 'bot', text: string): Promise<unknown> =>
    world.get(AcceptBotSideMessage).run(tenant, world.message(author, text));
  const handOver = async (overrides = {}): Promise<void> =>
    void (await world.get(StartHandover).run(tenant, world.start(overrides)));
  const closes = (): Promise<void> =>
    world.get(EndHandover).run(tenant, {
      sessionId: 's1' as SessionId,
      how: 'close',
      request: { key: undefined, body: Buffer.alloc(0) },
    });
  const refuses = (error: Error, times: number): void => world.engage.failNext('sendMessage', error, { times });
  const faults = (): Promise<unknown[]> =>
    world.rows(tenant, 'SELECT source_id AS "sourceId", message FROM source_faults WHERE tenant_id = $1');
  const timeline = (): Promise<{ error?: { message: string } }[]> =>
    world.rows(tenant, "SELECT detail->'error' AS error FROM timeline WHERE tenant_id = $1 ORDER BY position");

  it('ends at once with the reason when the customer’s only message is refused', async () => {
    await says('user', 'agent!');
    refuses(new FakeRefusal('The message says something forbidden.'), 1);
    await handOver();
    await world.settled();
    expect(world.bot.story).toEqual(['error/error']);
    const error = { reason: 'error', message: expect.stringContaining('The message says something forbidden.') };
    expect(world.bot.received[0]).toMatchObject({ data: { error } });
    expect(await world.state(tenant)).toBe('bot');
    expect(await timeline()).toContainEqual({ error: expect.objectContaining({ code: 'handover.history-refused' }) });
    expect(await faults()).toEqual([]);
  });

  it('ends at once, and informs administrators, when a setting is wrong', async () => {
    await says('user', 'agent!');
    await says('bot', 'One moment.');
    refuses(new EngageMisconfigured(WRONG_TOKEN), 2);
    world.engage.failNext('saveIdentity', new EngageMisconfigured(WRONG_TOKEN));
    await handOver();
    await world.settled();
    expect(world.bot.story).toEqual(['error/error']);
    expect(world.bot.received[0]).toMatchObject({ data: { error: { reason: 'error', message: WRONG_TOKEN } } });
    expect(await world.state(tenant)).toBe('bot');
    expect(await faults()).toEqual([{ sourceId: tenant.engage.sourceId, message: WRONG_TOKEN }]);
    expect(world.engage.calls.map(({ method }) => method)).not.toContain('findThread');
  });

  it('ends at once for a wrong setting even if there is no history to send', async () => {
    tenant = { ...tenant, handover: { ...tenant.handover, forwardOnlyHandover: false } };
    world.configure(tenant);
    await says('user', 'agent!');
    await world.settled();
    world.engage.failNext('saveIdentity', new EngageMisconfigured(WRONG_TOKEN));
    await handOver();
    await world.settled();
    expect(world.bot.story).toEqual(['error/error']);
    expect(await world.state(tenant)).toBe('bot');
  });

  it('no longer reports the wrong setting once a start succeeds', async () => {
    await says('user', 'agent!');
    refuses(new EngageMisconfigured(WRONG_TOKEN), 1);
    await handOver();
    await world.settled();
    await says('user', 'agent, please!');
    await handOver();
    await world.settled();
    expect(world.bot.story).toEqual(['error/error', 'queue/accepted']);
    expect(await faults()).toEqual([]);
  });

  it('does not count messages that Engage had before the last handover ended', async () => {
    await says('user', 'agent!');
    await handOver();
    await world.settled();
    await closes();
    await world.settled();
    await says('user', 'agent again!');
    refuses(new FakeRefusal('no'), 1);
    await handOver();
    await world.settled();
    expect(world.bot.story).toEqual(['queue/accepted', 'completed/completed', 'error/error']);
  });

  it.each([
    ['other messages of the customer arrive', ['user', 'user'] as const],
    ['the messages of the bot are refused', ['bot', 'user'] as const],
  ])('continues if %s', async (_, authors) => {
    for (const author of authors) await says(author, `by ${author}`);
    refuses(new FakeRefusal('no'), 1);
    await handOver();
    await world.settled();
    expect(world.bot.story).toEqual(['queue/accepted']);
    expect(await world.state(tenant)).toBe('queue');
  });
});
