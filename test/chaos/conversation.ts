import { setTimeout as pause } from 'node:timers/promises';
import { eventually, Story, type WorldTenant } from '../harness/index.js';
import type { ChaosWorld } from './chaos-world.js';

const RETRY_MS = 50;

/** One conversation with its external ledgers: the acknowledged messages of senders, and the messages of receivers. */
export class ChaosConversation {
  readonly story: Story;
  /** Acknowledged messages, in the order of sending. */
  readonly toEngage: string[] = [];
  /** Acknowledged agents' messages. */
  readonly toBot: string[] = [];
  /**
   * Agents' messages that Engage could not deliver within its attempts: they are read there later, possibly after newer
   * ones.
   */
  readonly notBrought: string[] = [];
  private calls = 0;

  constructor(
    private readonly chaos: ChaosWorld,
    readonly tenant: WorldTenant,
    readonly name: string,
  ) {
    this.story = new Story(chaos.world, name, tenant);
  }

  /** Part of all texts, so that a text in the wrong conversation is recognised. */
  get mark(): string {
    return `${this.tenant.slug} ${this.name}:`;
  }

  /** A customer's message, repeated until it is acknowledged by one of the processes. */
  async customerSays(): Promise<void> {
    const text = `${this.mark} customer ${this.toEngage.length}`;
    const { userId } = this.story;
    await this.isAcknowledged('/v1/messages', { userId, messageId: text, author: 'user', text }, [202]);
    this.toEngage.push(text);
  }

  async isHandedOver(): Promise<void> {
    await this.isAcknowledged('/v1/handovers', { userId: this.story.userId }, [200, 201]);
    await eventually(() => this.story.agent('mara', 'take'), 60_000);
  }

  /** An agent's reply, until Engage has an answer or stops trying. */
  async agentSays(number: number): Promise<void> {
    const text = `${this.mark} agent ${number}`;
    const { id } = await this.story.agent<{ id: string }>('mara', 'reply', { body: text });
    const { contents } = this.tenant.engage.state;
    const status = (): string => contents.require(id).synchronization_status;
    while (status() === 'export_pending') await pause(RETRY_MS);
    (status() === 'success' ? this.toBot : this.notBrought).push(text);
  }

  /** Whether Engage has the customer's message. */
  isInEngage(text: string): boolean {
    return this.tenant.engage.state.contents.findLast(({ body }) => body === text) !== undefined;
  }

  private async isAcknowledged(path: string, body: object, statuses: readonly number[]): Promise<void> {
    for (;;) {
      const client = this.chaos.client(this.tenant, (this.calls += 1) % 2);
      const answer = await client.post(path, { sessionId: this.name, ...body }).catch(() => undefined); // lost: repeat it
      if (answer && statuses.includes(answer.status)) return;
      if (answer && answer.status < 500 && answer.status !== 429)
        throw new Error(`${path} was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      await pause(RETRY_MS);
    }
  }
}
