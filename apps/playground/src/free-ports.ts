import { createServer } from 'node:net';
import { CannotListen, type ConfigFault, listenFault } from '#config';

/**
 * Makes sure that no other process listens on our ports.
 *
 * @throws CannotListen with every port that is taken, and the variable that changes it
 */
export async function requireFreePorts(ports: Readonly<Record<string, number>>, host: string): Promise<void> {
  const faults: ConfigFault[] = [];
  for (const [variable, port] of Object.entries(ports)) {
    const fault = await tryToListen(variable, port, host);
    if (fault) faults.push(fault);
  }
  for (const [variable, port] of Object.entries(ports)) {
    const other = Object.entries(ports).find(([name, number]) => name > variable && number === port && port !== 0);
    if (other) faults.push({ variable, detail: `port ${port} is also ${other[0]}; set one of them to another port.` });
  }
  if (faults.length > 0) throw new CannotListen('playground', faults);
}

function tryToListen(variable: string, port: number, host: string): Promise<ConfigFault | undefined> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => {
      const fault = listenFault(error, variable);
      if (fault) resolve(fault);
      else reject(error);
    });
    probe.listen(port, host, () => probe.close(() => resolve(undefined)));
  });
}
