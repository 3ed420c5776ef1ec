import type { SimulatorOptions } from './create-simulator.js';

const DEFAULT_PORT = 4000;

/** Reads `PORT`, `HOST`, `PUBLIC_URL` and `SIM_DATA_FILE`. @throws Error naming a bad value. */
export function readEnvironment(env: NodeJS.ProcessEnv = process.env): SimulatorOptions {
  const port = env['PORT'] ? Number(env['PORT']) : DEFAULT_PORT;
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error('PORT must be a number between 0 and 65535');
  const publicUrl = env['PUBLIC_URL'];
  if (publicUrl && !URL.canParse(publicUrl)) throw new Error('PUBLIC_URL must be a URL');
  return {
    port,
    ...(env['HOST'] ? { host: env['HOST'] } : {}),
    ...(publicUrl ? { publicUrl } : {}),
    ...(env['SIM_DATA_FILE'] ? { dataFile: env['SIM_DATA_FILE'] } : {}),
  };
}
