import { parseArgs } from 'node:util';
import { CannotStart } from '#config';
import { type Platform, PLATFORMS } from './platform.js';

export const USAGE = `Usage: npm start -- [--platform ${PLATFORMS.join('|')}]`;

/** The command line is invalid. */
export class UsageError extends CannotStart {
  /** EX_USAGE of sysexits.h */
  readonly exitCode = 64;
}

export interface CommandLine {
  /** The platform that the demo bot imitates. */
  readonly platform: Platform;
  readonly help: boolean;
}

/** @throws UsageError */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const { platform: given, help } = parse(args);
  const platform = PLATFORMS.find((name) => name === given);
  if (!platform) throw new UsageError(`There is no bot platform "${given}".\n${USAGE}`);
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
