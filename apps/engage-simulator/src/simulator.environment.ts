import { ConfigFaults, loadPorts } from '#config';
import type { SimulatorOptions } from './create-simulator.js';

const DEFAULT_PORT = 4000;

/** Reads `PORT`, `HOST`, `PUBLIC_URL` and `SIM_DATA_FILE`. @throws ConfigFaults */
export function readEnvironment(env: NodeJS.ProcessEnv = process.env): SimulatorOptions {
  const { HOST, PUBLIC_URL, SIM_DATA_FILE } = env;
  const { PORT } = loadPorts({ PORT: DEFAULT_PORT }, env);
  if (PUBLIC_URL && !URL.canParse(PUBLIC_URL))
    throw new ConfigFaults([{ variable: 'PUBLIC_URL', detail: 'must be a URL.' }]);
  return {
    port: PORT,
    ...(HOST ? { host: HOST } : {}),
    ...(PUBLIC_URL ? { publicUrl: PUBLIC_URL } : {}),
    ...(SIM_DATA_FILE ? { dataFile: SIM_DATA_FILE } : {}),
  };
}
