import { expect } from 'vitest';
import type { JsonObject, JsonValue } from '#kernel';
import { eventually, Story, type World } from '../harness/index.js';
import type { Direction, Line } from './cells.js';
import { Agent, EngageCustomer, sentToEngage, writtenInEngage } from './engage-side.js';

export interface Ids {
  readonly sessionId: string;
  readonly userId: string;
  /** The channel of the bot platform; by default its web chat. */
  readonly channel?: 'whatsapp';
}

export interface Turn {
  readonly author: 'user' | 'bot';
  readonly given: JsonObject;
}

/** A bot platform with its bot and its customers. */
export interface BotSide {
  /** A plain text of its bot or of a customer, in its own form. */
  words(text: string, author: Turn['author']): JsonObject;
  says(ids: Ids, turn: Turn): Promise<void>;
  /** @param turns earlier messages, oldest first; by default those that are already known */
  handsOver(ids: Ids, turns?: readonly Turn[]): Promise<void>;
  /** The agents' messages that it received in the session. */
  received(sessionId: string): JsonValue[];
  /** The same with customers of sources that Engage serves itself. */
  readonly onEngage?: {
    replies(ids: Ids, given: JsonObject): Promise<void>;
    received(sessionId: string): JsonValue[];
  };
}

/** Native sources of the simulated domain: one that shows menus, cards and links, one that shows menus and links. */
const NATIVE = '65a1c0de0000000000000011';
const APPLE = '65a1c0de0000000000000017';
export const NATIVE_SOURCES: readonly string[] = [NATIVE, APPLE];

/** Opens a conversation for each direction, with the bot side at one end and Engage at the other. */
export class Conversations {
  private readonly opened = new Map<Direction, Promise<Line>>();
  private transcripts = 0;

  constructor(
    private readonly world: World,
    private readonly side: BotSide,
  ) {}

  /** The conversation of the direction. */
  line(direction: Direction): Promise<Line> {
    const line = this.opened.get(direction) ?? this.open(direction);
    this.opened.set(direction, line);
    return line;
  }

  private async open(direction: Direction): Promise<Line> {
    switch (direction) {
      case 'bot-to-agent':
        return this.fromBot();
      case 'transcript-to-agent':
        return this.fromTranscript();
      case 'customer-to-agent':
        return this.fromCustomer();
      case 'agent-to-customer':
        return this.fromAgent(idsOf('agent-to-customer'));
      case 'agent-to-whatsapp-customer':
        return this.fromAgent({ ...idsOf('agent-to-whatsapp-customer'), channel: 'whatsapp' });
      case 'engage-customer-to-bot':
        return this.fromEngageCustomer();
      case 'bot-to-engage-customer':
        return this.toEngageCustomer('bot-to-engage-customer', NATIVE);
      case 'bot-to-apple-customer':
        return this.toEngageCustomer('bot-to-apple-customer', APPLE);
    }
  }

  private fromBot(): Line {
    const ids = idsOf('bot-to-agent');
    return {
      heard: this.inEngage,
      says: async ({ given }, end) => {
        await this.side.says(ids, { author: 'bot', given });
        await this.side.says(ids, this.plain('bot', end));
      },
    };
  }

  private fromTranscript(): Line {
    return {
      heard: this.inEngage,
      says: ({ given }, end) =>
        this.side.handsOver(idsOf(`transcript-${++this.transcripts}`), [
          { author: 'bot', given },
          this.plain('user', end),
        ]),
    };
  }

  private async fromCustomer(): Promise<Line> {
    const ids = idsOf('customer-to-agent');
    const agent = await this.agentFor(ids);
    return {
      heard: this.inEngage,
      says: async ({ given, after }, end) => {
        if (after) await this.isTold(ids, () => agent.writes(after));
        await this.side.says(ids, { author: 'user', given });
        await this.side.says(ids, this.plain('user', end));
      },
    };
  }

  private async fromAgent(ids: Ids): Promise<Line> {
    const agent = await this.agentFor(ids);
    return {
      heard: () => this.side.received(ids.sessionId),
      says: async ({ given }, end) => {
        await agent.writes(given);
        await agent.writes({ body: end });
      },
    };
  }

  private async fromEngageCustomer(): Promise<Line> {
    const { onEngage } = this.side;
    const customer = await this.engageCustomer('engage-customer-to-bot', NATIVE);
    return {
      heard: () => onEngage?.received(customer.ids.sessionId) ?? [],
      says: async ({ given, after }, end) => {
        if (after) await onEngage?.replies(customer.ids, after);
        await customer.writes(given);
        await customer.writes({ text: end });
      },
    };
  }

  private async toEngageCustomer(name: string, sourceId: string): Promise<Line> {
    const { onEngage } = this.side;
    const { ids } = await this.engageCustomer(name, sourceId);
    const heard = (): JsonValue[] => writtenInEngage(this.world.acme);
    const before = heard().length;
    await onEngage?.replies(ids, this.plain('bot', 'Hello').given); // opens the case that every reply belongs to
    await eventually(() => expect(heard().slice(before)).toContainEqual(expect.not.objectContaining({ status: 422 })));
    return {
      heard,
      says: async ({ given }, end) => {
        await onEngage?.replies(ids, given);
        await onEngage?.replies(ids, this.plain('bot', end).given);
      },
    };
  }

  private plain(author: Turn['author'], text: string): Turn {
    return { author, given: this.side.words(text, author) };
  }

  private readonly inEngage = (): JsonValue[] => sentToEngage(this.world.acme);

  /** The agent who has the conversation. */
  private async agentFor(ids: Ids): Promise<Agent> {
    const { sessionId } = ids;
    await this.side.says(ids, this.plain('user', 'Hello'));
    await this.side.handsOver(ids);
    const story = new Story(this.world, sessionId);
    const agent = new Agent(this.world.acme, await eventually(() => story.threadId()));
    await agent.takes();
    return agent;
  }

  /** A customer whom the bot already knows. */
  private async engageCustomer(name: string, sourceId: string): Promise<EngageCustomer> {
    const customer = new EngageCustomer(this.world.acme, name, sourceId);
    await customer.writes({ text: 'Hello' });
    await grown(() => this.side.onEngage?.received(customer.ids.sessionId).length ?? 0, 0);
    return customer;
  }

  private async isTold({ sessionId }: Ids, act: () => Promise<void>): Promise<void> {
    const before = this.side.received(sessionId).length;
    await act();
    await grown(() => this.side.received(sessionId).length, before);
  }
}

const idsOf = (sessionId: string): Ids => ({ sessionId, userId: `customer-of-${sessionId}` });

async function grown(count: () => number, before: number): Promise<void> {
  await eventually(() => {
    if (count() <= before) throw new Error('Nothing has arrived yet.');
  });
}
