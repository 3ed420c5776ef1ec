import { expect } from 'vitest';
import { control, eventually } from './story.js';
import type { World } from './world.js';

/** A source of the simulated domain that Engage itself serves. */
export const NATIVE_SOURCE = '65a1c0de0000000000000011';

interface Content {
  readonly id: string;
  readonly thread_id: string;
  readonly author_id: string;
}

/** A customer who writes on a source that Engage serves itself, with the bot and the agents on the other sides. */
export class NativeCustomer {
  private content: Content | undefined;

  constructor(
    private readonly world: World,
    readonly name: string,
    private readonly thread = name,
  ) {}

  async writes(text: string, more: object = {}): Promise<void> {
    const message = { text, userId: this.name, thread: this.thread, ...more };
    this.content = await control<Content>(this.world.acme, 'POST', '/customer/messages', message);
  }

  get threadId(): string {
    return this.content?.thread_id ?? '';
  }

  /** Engage's id of the identity. */
  get identityId(): string {
    return this.content?.author_id ?? '';
  }

  get sessionId(): string {
    return `${this.threadId}:${this.identityId}`;
  }

  /** The bot answers, through Engage. */
  async isAnswered(text: string): Promise<{ status: number; body: Record<string, unknown> }> {
    const { sessionId } = this;
    const message = { sessionId, userId: this.identityId, messageId: text, author: 'bot', text };
    return this.world.acme.v1.post('/v1/messages', message);
  }

  async isHandedOver(more: object = {}): Promise<void> {
    const { sessionId } = this;
    const answer = await this.world.acme.v1.post('/v1/handovers', {
      sessionId,
      userId: this.identityId,
      ...more,
    });
    expect(answer).toMatchObject({ status: 201 });
    await eventually(() => expect(this.heard()).toContain('queue/accepted'));
  }

  /** What the bot received. */
  heard(): string[] {
    const events = new Map(this.world.acme.bot.of(this.sessionId).map((event) => [event.id, event]));
    return [...events.values()].map(({ type, data }) =>
      type === 'user.message' ? `user: ${String(data['text'])}` : `${String(data['status'])}/${String(data['event'])}`,
    );
  }

  async botHears(...lines: string[]): Promise<void> {
    await eventually(() => expect(this.heard()).toEqual(lines));
  }

  /** Everything in the thread, oldest first. */
  async sees(...texts: string[]): Promise<void> {
    const { state } = this.world.acme.engage;
    await eventually(() => expect(state.contentsOf(this.threadId).map(({ body }) => body)).toEqual(texts));
  }

  async isIn(state: string): Promise<void> {
    await eventually(async () => {
      const { body } = await this.world.acme.v1.get(`/v1/conversations/${encodeURIComponent(this.sessionId)}`);
      expect(body).toMatchObject({ state });
    });
  }

  agent(name: string, action: string, more: object = {}): Promise<unknown> {
    return control(this.world.acme, 'POST', `/agents/${name}/${action}`, { thread: this.threadId, ...more });
  }

  get categories(): string[] {
    return this.world.acme.engage.state.threads.require(this.threadId).thread_category_ids;
  }
}
