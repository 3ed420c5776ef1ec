import type { Capability } from '../capability.js';
import { ConversationStatus } from './conversation-status.js';
import { FindSession } from './find-session.js';

export const sessions: Capability = {
  exported: [ConversationStatus, FindSession],
};
