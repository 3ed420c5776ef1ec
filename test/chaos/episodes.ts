import { setTimeout as pause } from 'node:timers/promises';
import { control, pick } from '../harness/index.js';
import type { ChaosWorld } from './chaos-world.js';
import type { NetworkFault } from './fault-proxy.js';

type Random = () => number;
type Episode = (chaos: ChaosWorld, random: Random) => Promise<void>;

const NETWORK_FAULTS: readonly NetworkFault[] = ['refuse', 'black-hole', 'slow', 'cut', 'status-line'];
/** Faults of Engage for a few calls. */
const ENGAGE_FAULTS: readonly object[] = [
  { on: 'send', status: 429, count: 3 },
  { on: 'send', status: 500, count: 3 },
  { on: 'send', status: 503, when: 'after', count: 2 },
  { on: 'rest', status: 429, count: 3 },
  { on: 'rest', status: 500, when: 'after', count: 2 },
  { on: 'sdk', status: 500, when: 'after', count: 2 },
  { on: 'sdk', network: 'hang', when: 'after' },
  { on: 'webhook', status: 500, count: 5 },
  { on: 'webhook', status: 500, when: 'after', count: 5 },
];

export const WORKER_IS_KILLED = 'a worker is killed';

/** All faults, by name. Each ends with everything working again. */
export const EPISODES: Readonly<Record<string, Episode>> = {
  [WORKER_IS_KILLED]: async (chaos, random) => {
    await chaos.killWorker(random);
    await chaos.addWorker();
  },
  'a worker is frozen': async (chaos, random) => {
    const { pid } = pick(chaos.workers, random);
    if (pid === undefined) return;
    process.kill(pid, 'SIGSTOP');
    await pause(1_000 + random() * 3_000);
    process.kill(pid, 'SIGCONT');
  },
  'an API process is killed': (chaos, random) => chaos.restartApi(Math.floor(random() * 2)),
  'the database crashes': (chaos) => chaos.database.crash(),
  'the database is restarted': (chaos, random) => chaos.database.restart(random() * 800),
  'the disk of the database is full': async (chaos, random) => {
    await chaos.database.disk.fill();
    await pause(300 + random() * 900);
    await chaos.database.disk.empty();
  },
  'the database closes connections': async (chaos) => chaos.databaseNetwork.cutAll(),
  'the network to the database fails': (chaos, random) => failing(chaos.databaseNetwork, random),
  'a network fails': (chaos, random) => failing(pick(chaos.networks, random), random),
  'Engage fails': async (chaos, random) => {
    await control(pick(chaos.world.tenants, random), 'POST', '/faults', pick(ENGAGE_FAULTS, random));
    await pause(random() * 500);
  },
  'webhooks are lost': async (chaos, random) => {
    const tenant = pick(chaos.world.tenants, random);
    await control(tenant, 'PATCH', '/switches', { webhooks: { drop: ['*'] } });
    await pause(random() * 1_000);
    await control(tenant, 'PATCH', '/switches', { webhooks: { drop: [] } });
  },
  'a bot fails': async (chaos, random) => {
    const status = pick([408, 429, 500, 503], random);
    pick(chaos.world.tenants, random).bot.failNext({ status }, { status });
    await pause(random() * 500);
  },
};

/** Faults that only the reconciliation repairs, which takes up to two minutes. */
export const SLOW_EPISODES: Readonly<Record<string, Episode>> = {
  "Engage cannot deliver agents' messages": async (chaos, random) => {
    const tenant = pick(chaos.world.tenants, random);
    const fault = { on: 'sdk', match: 'messages.create', status: 503, count: 0 };
    const { id } = await control<{ id: string }>(tenant, 'POST', '/faults', fault);
    await pause(1_000 + random() * 2_000);
    await control(tenant, 'DELETE', `/faults/${id}`);
  },
};

async function failing(network: ChaosWorld['databaseNetwork'], random: Random): Promise<void> {
  network.fail(pick(NETWORK_FAULTS, random));
  await pause(300 + random() * 900);
  network.heal();
}
