import { type ConfigFault, ConfigFaults } from './config-faults.error.js';
import { port } from './parsers.js';

/**
 * Ports of additional servers that only demonstrations start: by variable name, with their defaults.
 *
 * @throws ConfigFaults with all errors
 */
export function loadPorts<Variable extends string>(
  defaults: Readonly<Record<Variable, number>>,
  variables: Readonly<Record<string, string | undefined>> = process.env,
): Record<Variable, number> {
  const faults: ConfigFault[] = [];
  const ports: Record<Variable, number> = { ...defaults };
  for (const variable of Object.keys(defaults) as Variable[]) {
    const text = variables[variable]?.trim();
    if (!text) continue;
    try {
      ports[variable] = port(text);
    } catch (error) {
      faults.push({ variable, detail: (error as Error).message });
    }
  }
  if (faults.length > 0) throw new ConfigFaults(faults);
  return ports;
}
