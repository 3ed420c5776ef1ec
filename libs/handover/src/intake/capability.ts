import type { Capability } from '../capability.js';
import { DecideFact } from './decide-fact.js';
import { DecideFacts } from './decide-facts.js';
import { Intake } from './intake.js';
import { LaneItems } from './lane-items.js';
import { ReadHistory } from './read-history.js';
import { Rules } from './rules.js';
import { SessionCalls } from './session-calls.js';

export const intake: Capability = {
  internal: [DecideFact, DecideFacts, Intake, LaneItems, ReadHistory, Rules, SessionCalls],
};
