import { CannotStart } from './cannot-start.error.js';
import type { ConfigFault } from './config-faults.error.js';

/** A program cannot listen on its ports. Names each port and the variable that changes it. */
export class CannotListen extends CannotStart {
  readonly exitCode = 1;

  /** @param program for readers: "connector" */
  constructor(
    program: string,
    readonly faults: readonly ConfigFault[],
  ) {
    super(
      [`The ${program} cannot start:`, ...faults.map(({ variable, detail }) => `  ${variable}: ${detail}`)].join('\n'),
    );
    this.name = 'CannotListen';
  }
}

/**
 * What a failed `listen` means for the person who starts the program.
 *
 * @param variable that sets the port; the address is in `HOST`
 * @returns undefined for any other error
 */
export function listenFault(error: unknown, variable = 'PORT'): ConfigFault | undefined {
  if (!(error instanceof Error)) return undefined;
  const { syscall, code, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  if (syscall !== 'listen') return undefined;
  if (code === 'EADDRINUSE')
    return { variable, detail: `port ${port} is taken by another program; set ${variable} to another one.` };
  if (code === 'EADDRNOTAVAIL')
    return { variable: 'HOST', detail: `${address} is not an address of this machine; set HOST to one.` };
  return { variable, detail: `port ${port} cannot be used (${code}); set ${variable} to another one.` };
}
