import type { Capability } from '../capability.js';
import { FindConversation } from './find-conversation.js';
import { ConversationQueries } from './conversation-queries.js';
import { EndHandoverByOperator } from './end-handover-by-operator.js';
import { OperatorLog } from './operator-log.js';
import { StartHandoverByOperator } from './start-handover-by-operator.js';
import { ReadTimeline } from './read-timeline.js';

export const operators: Capability = {
  internal: [
    FindConversation,
    ConversationQueries,
    EndHandoverByOperator,
    StartHandoverByOperator,
    OperatorLog,
    ReadTimeline,
  ],
};
