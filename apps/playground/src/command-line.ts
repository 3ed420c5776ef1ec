import { parseArgs } from 'node:util';

/** The bot platforms that the demo bot speaks, and those it does not speak yet. */
const PLATFORMS = ['generic', 'cognigy', 'chatlayer'] as const;
export type Platform = 'generic' | 'cognigy';

export const USAGE = `Usage: npm start -- [--platform ${PLATFORMS.join('|')}]`;

/** The command was typed wrong. */
export class UsageError extends Error {
  /** EX_USAGE of sysexits.h */
  readonly exitCode = 64;
}

export interface CommandLine {
  readonly platform: Platform;
  readonly help: boolean;
}

/** @throws UsageError */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const { platform, help } = parse(args);
  if (!PLATFORMS.some((name) => name === platform))
    throw new UsageError(`There is no bot platform "${platform}".\n${USAGE}`);
  if (platform !== 'generic' && platform !== 'cognigy')
    throw new UsageError(`The demo bot does not speak the ${platform} dialect yet; use --platform generic or cognigy.`);
  return { platform, help };
}

function parse(args: readonly string[]): { platform: string; help: boolean } {
  const options = {
    platform: { type: 'string', default: 'generic' },
    help: { type: 'boolean', default: false },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${USAGE}`);
  }
}
