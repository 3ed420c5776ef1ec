import './require-node.js';
import 'reflect-metadata';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '#config';
import { createConnector } from '../../../connector/src/index.js';
import { createSimulator } from '../../../engage-simulator/src/index.js';
import { type DoneStep, quickStart } from './quick-start.js';

/** Starts a connector, an empty simulated Engage domain and a silent bot, connects them, and stops everything. */
async function main(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'engage-handover-quick-start-'));
  const environment = { DATA_DIR: directory, PORT: String(await freePort()), LOG_LEVEL: 'error' };
  const config = loadConfig(environment, { isTerminal: false });
  const connector = await createConnector(config);
  const engage = await createSimulator({ seed: { prepared: false } });
  const bot = createServer((_, response) => response.end()).listen(0, '127.0.0.1');
  try {
    await connector.ready();
    const { baseApiUrl, realtimeEndpointUrl, seed, url } = engage;
    const tokens = { apiAccessToken: seed.restAccessToken, realtimeAccessToken: seed.sourceAccessToken };
    const sides = {
      connectorUrl: connector.url,
      adminKey: config.adminApiKey.reveal(),
      engage: { url, baseApiUrl, realtimeEndpointUrl, ...tokens },
      callbackUrl: `http://127.0.0.1:${(bot.address() as AddressInfo).port}/events`,
    };
    await quickStart(sides, print);
  } finally {
    bot.close();
    await engage.close();
    await connector.close();
    await rm(directory, { recursive: true });
  }
}

/** The connector must know its own address before it listens. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}

function print({ by, title, ms }: DoneStep): void {
  process.stdout.write(`${`${(ms / 1000).toFixed(1)} s`.padStart(7)}  ${by.padEnd(6)}  ${title}\n`);
}

await main();
