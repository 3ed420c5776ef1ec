import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { control, eventually, startWorld, Story, type World } from './harness/index.js';

const STARTS = 40;
/** A message must not wait longer for another service's outage, in milliseconds. */
const AT_ONCE_MS = 3_000;

describe("an outage of Engage's REST API", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  const refusedStarts = (): number => world.acme.engage.ledger.find({ kind: 'rest', status: 503 }).length;

  it('delays the starts that need it, but no message by the Send API', async () => {
    const live = new Story(world, 'live');
    await live.isHandedOver();
    await control(world.acme, 'POST', '/faults', { on: 'rest', status: 503, count: 0 });
    const starting = Array.from({ length: STARTS }, (_, number) => new Story(world, `start-${number}`));
    await Promise.all(starting.map((story) => story.handOver()));
    await eventually(() => expect(refusedStarts()).toBeGreaterThanOrEqual(5));
    for (let number = 0; number < 8; number++) {
      const text = `live ${number}.`;
      await live.says('user', text);
      await eventually(async () => expect(await live.inEngage()).toContain(text), AT_ONCE_MS);
      await pause(1_000);
    }
    expect(refusedStarts()).toBeLessThan(STARTS); // one probe in five seconds, once the circuit is open
    await control(world.acme, 'DELETE', '/faults');
    await eventually(async () => {
      for (const story of starting) expect(story.heard()).toContain('queue/accepted');
    });
  });

  it('is counted, and shown to operators', async () => {
    const { url } = world.connectors[0]!;
    const metrics = await fetch(`${url}/metrics`).then((answer) => answer.text());
    expect(metrics).toMatch(/service_outages_total\{service="engage-rest"\} [1-9]/);
    await control(world.acme, 'POST', '/faults', { on: 'rest', status: 503, count: 0 });
    const starting = Array.from({ length: 8 }, (_, number) => new Story(world, `named-${number}`));
    await Promise.all(starting.map((story) => story.handOver()));
    await eventually(async () => {
      const during = await fetch(`${url}/metrics`).then((answer) => answer.text());
      expect(during).toMatch(/services_away\{service="engage-rest"\} 1/);
      const { body } = await world.admin.get<{ items: { lastError: { code: string; message: string } | null }[] }>(
        '/admin/deliveries?status=pending&limit=200',
      );
      const reasons = body.items.map(({ lastError }) => lastError?.code);
      expect(reasons).toContain('delivery.service-paused');
      expect(reasons).toContain('delivery.destination-outage');
    });
    await control(world.acme, 'DELETE', '/faults');
  });
});
