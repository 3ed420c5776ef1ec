import type { Capability } from '../capability.js';
import { FailingTimers } from './failing-timers.js';
import { FireTimer } from './fire-timer.js';
import { FireTimers } from './fire-timers.js';
import { SetInactivity } from './set-inactivity.js';

export const timers: Capability = {
  exported: [SetInactivity],
  jobs: [FireTimers],
  internal: [FailingTimers, FireTimer],
};
