import type { Capability } from '../capability.js';
import { CommentIntervention } from './comment-intervention.js';
import { ReleaseOwnIntervention } from './release-own-intervention.js';
import { HandThreadOver } from './hand-thread-over.js';
import { SettingFaults } from './setting-faults.js';
import { StartFailures } from './start-failures.js';
import { StartHandover } from './start-handover.js';
import { StartSteps } from './start-steps.js';

export const start: Capability = {
  exported: [StartHandover],
  deliveries: [CommentIntervention, ReleaseOwnIntervention, HandThreadOver],
  internal: [SettingFaults, StartFailures, StartSteps],
};
