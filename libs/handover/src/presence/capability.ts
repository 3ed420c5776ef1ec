import type { Capability } from '../capability.js';
import { AcceptAgentTyping } from './accept-agent-typing.js';
import { AcceptPresence } from './accept-presence.js';
import { AcceptReadReceipt } from './accept-read-receipt.js';
import { AcceptTyping } from './accept-typing.js';
import { SendBotTyping } from './send-bot-typing.js';
import { MarkMessageRead } from './mark-message-read.js';
import { ShowCustomerTyping } from './show-customer-typing.js';
import { ExpendableCall } from './expendable-call.js';

export const presence: Capability = {
  exported: [AcceptAgentTyping, AcceptPresence, AcceptReadReceipt, AcceptTyping],
  deliveries: [SendBotTyping, MarkMessageRead, ShowCustomerTyping],
  internal: [ExpendableCall],
};
