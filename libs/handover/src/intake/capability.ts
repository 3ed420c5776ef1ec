import type { Capability } from '../capability.js';
import { DecideFact } from './decide-fact.js';
import { LoadSituation } from './load-situation.js';
import { OncePerRequest } from './once-per-request.js';
import { StoreDecision } from './store-decision.js';

export const intake: Capability = {
  internal: [DecideFact, LoadSituation, OncePerRequest, StoreDecision],
};
