import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const PRELOADED = pathToFileURL(join(import.meta.dirname, 'shifted-clock.mjs')).href;

/** Environment of a Node process whose machine shows another time: later by this number of milliseconds, or earlier if below zero. */
export function shiftedClock(ms: number): { readonly NODE_OPTIONS: string; readonly CLOCK_SHIFT_MS: string } {
  return { NODE_OPTIONS: `--import=${PRELOADED}`, CLOCK_SHIFT_MS: String(ms) };
}
