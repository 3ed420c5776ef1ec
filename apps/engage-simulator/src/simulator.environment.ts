import type { SimulatorOptions } from './create-simulator.js';

const DEFAULT_PORT = 4000;

/** Reads `PORT`, `HOST`, `PUBLIC_URL` and `SIM_DATA_FILE`. @throws Error naming a bad value. */
export function readEnvironment(env: NodeJS.ProcessEnv = process.env): SimulatorOptions {
  const { PORT, HOST, PUBLIC_URL, SIM_DATA_FILE } = env;
  if (PUBLIC_URL && !URL.canParse(PUBLIC_URL)) throw new Error('PUBLIC_URL must be a URL');
  return {
    port: readPort(PORT),
    ...(HOST ? { host: HOST } : {}),
    ...(PUBLIC_URL ? { publicUrl: PUBLIC_URL } : {}),
    ...(SIM_DATA_FILE ? { dataFile: SIM_DATA_FILE } : {}),
  };
}

function readPort(text: string | undefined): number {
  const port = text ? Number(text) : DEFAULT_PORT;
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error('PORT must be a number between 0 and 65535');
  return port;
}
