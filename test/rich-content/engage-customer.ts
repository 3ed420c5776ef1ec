import { expect } from 'vitest';
import { type Answer, type BotEvent, control, eventually, type World } from '../harness/index.js';

/** Native sources of the simulated domains. */
export const WHATSAPP = '65a1c0de0000000000000011';

interface Content {
  readonly id: string;
  readonly thread_id: string;
  readonly author_id: string;
}

type EngageContent = ReturnType<World['acme']['engage']['state']['contentsOf']>[number];

/** A customer on a source that Engage serves itself, with the bot and the agents on the other sides. */
export class EngageCustomer {
  private content: Content | undefined;
  private answers = 0;

  constructor(
    private readonly world: World,
    private readonly name: string,
  ) {}

  async writes(text: string, more: object = {}): Promise<void> {
    const message = { text, userId: this.name, thread: this.name, sourceId: WHATSAPP, ...more };
    this.content = await control<Content>(this.world.acme, 'POST', '/customer/messages', message);
  }

  /** Writes, and waits until the bot has the message. */
  async isHeard(text: string, more: object = {}): Promise<void> {
    await this.writes(text, more);
    await eventually(() => expect(this.events('user.message').at(-1)?.data['text']).toBe(text));
  }

  get ids(): { readonly sessionId: string; readonly userId: string } {
    const { thread_id: thread = '', author_id: userId = '' } = this.content ?? {};
    return { sessionId: `${thread}:${userId}`, userId };
  }

  /** The bot answers, through Engage. */
  async isAnswered(text: string, more: object = {}): Promise<Answer> {
    const messageId = `${this.name}-${++this.answers}`;
    const message = { ...this.ids, messageId, author: 'bot', text, ...more };
    const answer = await this.world.acme.v1.post('/v1/messages', message);
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 202 });
    return answer;
  }

  async isHandedOver(request: object = {}): Promise<void> {
    const answer = await this.world.acme.v1.post('/v1/handovers', { ...this.ids, ...request });
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 201 });
    await eventually(() => expect(this.heard()).toContain('queue/accepted'));
  }

  /** What the bot received, without repeats. */
  events(type?: string): BotEvent[] {
    const events = new Map(this.world.acme.bot.of(this.ids.sessionId, type).map((event) => [event.id, event]));
    return [...events.values()];
  }

  /** The same as lines, without positions in the queue. */
  heard(): string[] {
    return this.events()
      .filter(({ data }) => data['event'] !== 'queueUpdate')
      .map(({ type, data }) =>
        type === 'user.message'
          ? `user: ${String(data['text'])}`
          : `${String(data['status'])}/${String(data['event'])}`,
      );
  }

  /** Everything in the thread, oldest first. */
  contents(): EngageContent[] {
    return this.world.acme.engage.state.contentsOf(this.content?.thread_id ?? '');
  }

  /** Waits until the thread contains exactly this. */
  async sees(...texts: string[]): Promise<void> {
    await eventually(() => expect(this.contents().map(({ body }) => body)).toEqual(texts));
  }

  agent(name: string, action: string, more: object = {}): Promise<unknown> {
    return control(this.world.acme, 'POST', `/agents/${name}/${action}`, { thread: this.content?.thread_id, ...more });
  }

  async isIn(state: string): Promise<void> {
    const path = `/v1/conversations/${encodeURIComponent(this.ids.sessionId)}`;
    await eventually(async () => expect((await this.world.acme.v1.get(path)).body).toMatchObject({ state }));
  }
}
