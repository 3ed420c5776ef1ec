import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import type { Conversation, ConversationState } from '../domain/conversation.js';
import type { Handover } from '../domain/handover.js';
import { after } from '../domain/machine/after.js';
import { type Decided, decide } from '../domain/machine/decide.js';
import type { Fact } from '../domain/machine/fact.js';
import { type MachineSettings, machineSettings } from '../domain/machine/settings.js';
import type { Situation } from '../domain/machine/situation.js';
import { aConversation, aHandover } from './a-handover.js';

/** Settings of a tenant whose agents have category `agents` and whose bot has category `bot`. */
export function someSettings(overrides: Partial<MachineSettings> = {}): MachineSettings {
  return {
    ...machineSettings(aTenant(), { activeFrom: 'join', missingToSend: [], missingToStart: [] }),
    agentCategoryId: 'agents',
    botCategoryId: 'bot',
    ...overrides,
  };
}

/** A conversation in this state, with a running handover in `queue` and `active`. */
export function aSituation(
  state: ConversationState,
  {
    conversation,
    running,
    ...more
  }: { conversation?: Partial<Conversation>; running?: Partial<Handover> } & Partial<
    Omit<Situation, 'conversation' | 'running'>
  > = {},
): Situation {
  const handover =
    state === 'bot'
      ? undefined
      : aHandover({
          status: state,
          agentCategoryId: 'agents',
          botCategoryId: 'bot',
          categoriesBefore: ['bot'],
          ...running,
        });
  const ids = handover && { tenantId: handover.tenantId, id: handover.conversationId };
  return {
    conversation: aConversation({ state, ...ids, ...conversation }),
    running: handover,
    last: undefined,
    ...more,
  };
}

/** Decides one fact after the other. */
export class Story {
  readonly decided: Decided<unknown>[] = [];
  private facts = 0;

  constructor(
    public situation: Situation,
    private readonly settings = someSettings(),
    public now = new Date('2026-03-02T09:10:00Z'),
  ) {}

  happens<Type extends Fact['type']>(
    fact: Extract<Fact, { readonly type: Type }>,
    id = `fact-${++this.facts}`,
  ): Decided<unknown> {
    const decided = decide<Type>(this.situation, { ...fact, id }, this.settings, this.now);
    this.decided.push(decided);
    this.situation = after(this.situation, decided.decision);
    return decided;
  }

  /** What the bot received: `status/event`, or the type of other events. */
  get toBot(): string[] {
    return this.decided.flatMap(({ decision }) =>
      decision.toBot.map((event) =>
        event.type === 'handover.status' ? `${event.data.status}/${event.data.event}` : event.type,
      ),
    );
  }

  /** The kinds of items for Engage. */
  get toEngage(): string[] {
    return this.decided.flatMap(({ decision }) => decision.toEngage.map(({ kind }) => kind));
  }
}
