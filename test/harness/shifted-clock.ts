import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const PRELOADED = pathToFileURL(join(import.meta.dirname, 'shifted-clock.mjs')).href;

/** Environment of a Node process whose clock is ahead by this number of milliseconds, or behind if negative. */
export function shiftedClock(ms: number): { readonly NODE_OPTIONS: string; readonly CLOCK_SHIFT_MS: string } {
  return { NODE_OPTIONS: `--import=${PRELOADED}`, CLOCK_SHIFT_MS: String(ms) };
}
