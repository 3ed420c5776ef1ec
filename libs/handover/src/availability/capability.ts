import type { Capability } from '../capability.js';
import { AgentsForStart } from './agents-for-start.js';
import { AvailableAgents } from './available-agents.js';
import { CheckAvailability } from './check-availability.js';

export const availability: Capability = {
  exported: [CheckAvailability],
  internal: [AgentsForStart, AvailableAgents],
};
