import type { Capability } from '../capability.js';
import { GiveThreadBack } from './give-thread-back.js';
import { EndHandover } from './end-handover.js';

export const end: Capability = {
  exported: [EndHandover],
  deliveries: [GiveThreadBack],
};
