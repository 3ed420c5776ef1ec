import type { Capability } from '../capability.js';
import { AcceptAgentMessage } from './accept-agent-message.js';
import { AcceptBotSideMessage } from './accept-bot-side-message.js';
import { CustomerProfile } from './customer-profile.js';
import { SaveEngageIdentity } from './save-engage-identity.js';
import { SendEngageMessage } from './send-engage-message.js';
import { EngageAuthors } from './engage-authors.js';
import { MessageFiles } from './message-files.js';

export const messages: Capability = {
  exported: [AcceptAgentMessage, AcceptBotSideMessage],
  deliveries: [SaveEngageIdentity, SendEngageMessage],
  internal: [CustomerProfile, EngageAuthors, MessageFiles],
};
