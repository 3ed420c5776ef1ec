import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { control, eventually, startWorld, Story, type World } from '../harness/index.js';
import { expressions, hasPromtool, NO_PROMTOOL, promtool, RULES } from './alerts.js';
import { questionsOf } from './promql.js';
import { Scrape } from './scrape.js';

describe('the metrics of a connector in trouble', () => {
  let world: World;
  let text: string;
  let scrape: Scrape;
  const read = async (): Promise<string> => (await fetch(`${world.connectors[0]!.url}/metrics`)).text();

  beforeAll(async () => {
    world = await startWorld();
    await new Story(world, 'well').isHandedOver();
    world.acme.bot.failNext({ status: 400 });
    await new Story(world, 'refused').handOver();
    await eventually(async () => expect(await read()).toContain('deliveries_parked{direction="bot"} 1'));
    await world.admin.post('/admin/tenants/acme/checks', {}); // its ping would use up the refusal
    await control(world.acme, 'POST', '/faults', { on: 'rest', status: 503, count: 0 });
    for (let number = 0; number < 6; number++) await new Story(world, `waits-${number}`).handOver();
    await eventually(async () => expect(await read()).toContain('outages{service="engage-rest"} 1'));
    text = await read();
    scrape = new Scrape(text);
  });
  afterAll(() => world?.stop());

  it('show how much waits, and for what', () => {
    const shown = new Map(scrape.series.map(({ name, labels, value }) => [name + Object.values(labels).join(), value]));
    expect(shown.get('handovers_openqueue')).toBe('8');
    expect(Number(shown.get('deliveries_pendingengage'))).toBeGreaterThan(0);
    expect(Number(shown.get('deliveries_oldest_pending_seconds'))).toBeGreaterThan(0);
    expect(Number(shown.get('engage_rate_calls_left'))).toBeLessThan(500);
    expect(Number(shown.get('outbound_calls_totalbot,refused'))).toBeGreaterThan(0); // other files share the process
    expect(Number(shown.get('outbound_calls_totalengage-rest,away'))).toBeGreaterThan(0);
    expect(shown.get('state_readable')).toBe('1');
  });

  it('have every metric and label that alerts and dashboard need', () => {
    for (const { metric, labels } of expressions.flatMap(questionsOf)) {
      expect(scrape.has(metric), metric).toBe(true);
      expect(scrape.labelsOf(metric) ?? labels, metric).toEqual(expect.arrayContaining([...labels]));
    }
  });

  it('name no tenant, no conversation and no host, because they are open to everyone', () => {
    const { slug, engage, bot } = world.acme;
    const hosts = [engage.url, engage.baseApiUrl, bot.callbackUrl].map((url) => new URL(url).host);
    for (const word of [slug, 'well', 'refused-', 'customer-of', ...hosts]) expect(text).not.toContain(`"${word}`);
  });

  it('make the alert fire', async ({ skip }) => {
    skip(!hasPromtool, NO_PROMTOOL);
    const directory = await mkdtemp(join(tmpdir(), 'engage-handover-alerts-'));
    const file = join(directory, 'scrape.test.yml');
    const alert = 'EngageHandoverDeliveriesParked';
    const firing = {
      expr: `count(ALERTS{alertname="${alert}",alertstate="firing"})`,
      eval_time: '10m',
      exp_samples: [{ labels: '{}', value: 1 }],
    };
    const tests = [{ interval: '1m', input_series: scrape.asInput(20), promql_expr_test: [firing] }];
    await writeFile(file, stringify({ rule_files: [RULES], evaluation_interval: '1m', tests }));
    const faults = promtool('test', 'rules', file);
    await rm(directory, { recursive: true });
    expect(faults).toBe('');
  });
});
