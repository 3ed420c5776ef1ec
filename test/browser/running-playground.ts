import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '#config';
import { throwAwayDatabase } from '#testing';
import { freePorts } from '../free-ports.js';
import type { Platform } from '../../apps/playground/src/platform.js';
import { type Playground, startPlayground } from '../../apps/playground/src/playground.js';

export interface RunningPlayground extends Playground {
  /** Without a slash at the end. */
  readonly chatPage: string;
  readonly agentDesk: string;
}

/** Everything that `npm start` runs, on free ports and throw-away data. */
export async function runPlayground(platform?: Platform): Promise<RunningPlayground> {
  const [port, simulatorPort, botPort] = await freePorts(3);
  const dataDir = await mkdtemp(join(tmpdir(), 'playground-'));
  const database = await throwAwayDatabase();
  const environment = { PORT: String(port), DATABASE_URL: database.url, DATA_DIR: dataDir, LOG_LEVEL: 'error' };
  const connector = loadConfig(environment, { isTerminal: false });
  const ports = { simulatorPort: simulatorPort ?? 0, botPort: botPort ?? 0 };
  const playground = await startPlayground({ connector, ...ports, ...(platform && { platform }) });
  const { chatPage, agentDesk } = playground.addresses;
  return {
    ...{ addresses: playground.addresses, chatPage, agentDesk },
    async close() {
      await playground.close();
      await database.drop();
      await rm(dataDir, { recursive: true });
    },
  };
}
