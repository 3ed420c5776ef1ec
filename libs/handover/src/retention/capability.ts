import type { Capability } from '../capability.js';
import { PurgeExpired } from './purge-expired.js';

export const retention: Capability = {
  jobs: [PurgeExpired],
};
