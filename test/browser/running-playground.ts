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

/** Data that playgrounds keep from one start to the next. */
export interface PlaygroundData {
  /** Starts everything that `npm start` runs, on free ports. */
  run(platform?: Platform): Promise<RunningPlayground>;
  drop(): Promise<void>;
}

export async function throwAwayPlaygroundData(): Promise<PlaygroundData> {
  const dataDir = await mkdtemp(join(tmpdir(), 'playground-'));
  const database = await throwAwayDatabase();
  return {
    async run(platform = 'generic') {
      const [port, simulatorPort = 0, botPort = 0] = await freePorts(3);
      const environment = { PORT: String(port), DATABASE_URL: database.url, DATA_DIR: dataDir, LOG_LEVEL: 'error' };
      const connector = loadConfig(environment, { isTerminal: false });
      const playground = await startPlayground({ connector, simulatorPort, botPort, platform });
      const { chatPage, agentDesk } = playground.addresses;
      return { ...playground, chatPage, agentDesk };
    },
    async drop() {
      await database.drop();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** Everything that `npm start` runs, on free ports and throw-away data. */
export async function runPlayground(): Promise<RunningPlayground> {
  const data = await throwAwayPlaygroundData();
  const playground = await data.run();
  return {
    ...playground,
    async close() {
      await playground.close();
      await data.drop();
    },
  };
}
