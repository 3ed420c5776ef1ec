import type { Capability } from '../capability.js';
import { FireTimers } from './fire-timers.js';
import { SetInactivity } from './set-inactivity.js';

export const timers: Capability = {
  exported: [SetInactivity],
  jobs: [FireTimers],
};
