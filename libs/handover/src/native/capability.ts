import type { Capability } from '../capability.js';
import { NativeFiles } from './native-files.js';
import { SendNativeReply } from './send-native-reply.js';
import { OpenOwnIntervention } from './open-own-intervention.js';
import { ReplyFaults } from './reply-faults.js';

export const native: Capability = {
  deliveries: [SendNativeReply],
  internal: [NativeFiles, OpenOwnIntervention, ReplyFaults],
};
