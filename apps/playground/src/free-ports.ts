import { createServer } from 'node:net';
import { type ConfigFault, ConfigFaults } from '#config';

/**
 * Makes sure that no other process listens on our ports.
 *
 * @throws ConfigFaults naming every port that is taken, and the variable that changes it
 */
export async function requireFreePorts(ports: Readonly<Record<string, number>>, host: string): Promise<void> {
  const faults: ConfigFault[] = [];
  for (const [variable, port] of Object.entries(ports)) {
    const problem = await tryToListen(port, host);
    if (problem) faults.push({ variable, detail: `port ${port} ${problem}; set ${variable} to another one.` });
  }
  for (const [variable, port] of Object.entries(ports)) {
    const other = Object.entries(ports).find(([name, number]) => name > variable && number === port && port !== 0);
    if (other) faults.push({ variable, detail: `port ${port} is also ${other[0]}; set one of them to another port.` });
  }
  if (faults.length > 0) throw new ConfigFaults(faults);
}

function tryToListen(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${error.code})`);
    });
    probe.listen(port, host, () => probe.close(() => resolve(undefined)));
  });
}
