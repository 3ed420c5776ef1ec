import { NoRunningHandover } from '../handover.errors.js';
import type { Handover } from '../handover.js';
import { takeAgentMessage } from '../rules/messages/agent-messages.js';
import { end } from '../rules/ending.js';
import { applyEngageEvent, type EventVerdict } from '../rules/engage-events.js';
import { noteLeft } from '../rules/joining.js';
import { learnThread } from '../rules/start/linking.js';
import { takeBotSideMessage, type TakenMessage } from '../rules/messages/messages.js';
import { openIntervention, saveOwnIntervention } from '../rules/start/own-intervention.js';
import { takeAgentsContent, takeCustomersContent } from '../rules/messages/native-contents.js';
import { showPresence } from '../rules/messages/presence.js';
import { takeQueueUpdate } from '../rules/queue-updates.js';
import { expectMissing, reconcile, rememberLook, returnLateStart, taskDestroyed } from '../rules/reconciling.js';
import { failStart } from '../rules/start/start-failure.js';
import { start, type Started } from '../rules/start/starting.js';
import { confirmStart, planStart } from '../rules/start/start-steps.js';
import { fireTimer, setInactivity } from '../rules/timers.js';
import { showCustomerTyping, showRead, tellAgentTyping } from '../rules/messages/typing.js';
import { tellUndeliverable } from '../rules/undeliverable.js';
import type { Verdict } from '../standing.js';
import type { Decision } from './decision.js';
import { Draft } from './draft.js';
import type { Fact } from './fact.js';
import type { MachineSettings } from './settings.js';
import type { Situation } from './situation.js';

/** The answers to facts; facts that are not named here have none. */
interface Answers {
  readonly 'bot-side-message': TakenMessage;
  readonly start: Started;
  readonly 'engage-event': EventVerdict;
  readonly reconciliation: Verdict;
  /** The categories to give the thread. */
  readonly 'start-planned': readonly string[];
}
export type AnswerTo<Type extends Fact['type']> = Type extends keyof Answers ? Answers[Type] : void;

type FactOf<Type extends Fact['type']> = Extract<Fact, { readonly type: Type }>;
type Rule<Type extends Fact['type']> = (draft: Draft, fact: FactOf<Type>) => AnswerTo<Type>;

/** The rule of every kind of fact. */
const RULES: { readonly [Type in Fact['type']]: Rule<Type> } = {
  'agent-message': takeAgentMessage,
  'agent-typing': (draft, { typing }) => tellAgentTyping(draft, typing),
  'agent-wrote': takeAgentsContent,
  'bot-end': (draft, { how, announced }) =>
    end(draft, runningIn(draft), how === 'cancel' ? 'bot-cancel' : 'bot-close', { announced }),
  'bot-side-message': takeBotSideMessage,
  'customer-typing': (draft, { typing, preview }) => showCustomerTyping(draft, typing, preview),
  'customer-wrote': takeCustomersContent,
  'engage-event': (draft, { event }) => applyEngageEvent(draft, event),
  'late-start': (draft, { of, standing }) => returnLateStart(draft, of, standing),
  'message-read': (draft, { messageId }) => showRead(draft, messageId),
  'note-left': noteLeft,
  'own-intervention': (draft, { opened }) => saveOwnIntervention(draft, opened),
  'opening-intervention': openIntervention,
  'task-destroyed': (draft, { of, standing }) => taskDestroyed(draft, of, standing),
  'export-failed': expectMissing,
  imported: (draft, { threadId }) => learnThread(draft, threadId),
  'inactivity-set': (draft, { minutes }) => {
    runningIn(draft);
    setInactivity(draft, minutes);
  },
  operator: (draft, { operation }) =>
    end(draft, runningIn(draft), operation === 'resume' ? 'operator-resume' : 'operator-close'),
  presence: (draft, { is }) => showPresence(draft, is),
  'queue-update': takeQueueUpdate,
  reconciliation: reconcile,
  start,
  'start-confirmed': (draft, { of, threadId }) => confirmStart(draft, of, threadId),
  'start-failed': (draft, { message }) => failStart(draft, message),
  'start-planned': (draft, { thread }) => planStart(draft, thread),
  'thread-read': rememberLook,
  undeliverable: (draft, { text }) => tellUndeliverable(draft, text),
  timer: (draft, { standing }) => fireTimer(draft, standing),
};

export interface Decided<Answer> {
  readonly decision: Decision;
  readonly answer: Answer;
}

/**
 * Decides what one fact does to a conversation. Pure: the same situation, fact, settings and time give the same decision;
 * nothing is read or written, and a fact that is refused throws before anything is decided.
 *
 * @param fact `id` identifies it: the ids of everything new are derived from it
 * @param settings the tenant's; the options of the running handover take precedence
 * @param now on the clock of the database
 * @throws AppError of the rule that refuses the fact, e.g. NoRunningHandover, HandoverDisabled, CustomerSpeaksInEngage
 */
export function decide<Type extends Fact['type']>(
  situation: Situation,
  fact: FactOf<Type> & { readonly id: string },
  settings: MachineSettings,
  now: Date,
): Decided<AnswerTo<Type>> {
  const draft = new Draft(situation, settings, now, fact.id);
  const rule: Rule<Type> = RULES[fact.type];
  const answer = rule(draft, fact);
  return { decision: draft.decision(), answer };
}

/** @throws NoRunningHandover */
function runningIn({ situation }: Draft): Handover {
  if (!situation.running) throw new NoRunningHandover();
  return situation.running;
}
