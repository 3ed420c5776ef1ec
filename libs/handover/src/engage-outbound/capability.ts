import type { Capability } from '../capability.js';
import { AskEngage } from './ask-engage.js';
import { FindThread } from './find-thread.js';
import { DeliveryContext } from './delivery-context.js';

export const engageOutbound: Capability = {
  internal: [AskEngage, FindThread, DeliveryContext],
};
