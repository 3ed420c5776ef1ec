import { expect, TestRunner } from 'vitest';
import { eventually } from '#testing';
import type { Answer } from './api-client.js';
import type { BotEvent } from './recording-bot.js';
import type { World, WorldTenant } from './world.js';

export { eventually };

/** Calls a control route of the tenant's simulated Engage domain. @throws Error when the domain refuses */
export async function control<Body = unknown>(
  { engage }: WorldTenant,
  method: string,
  path: string,
  body: object = {},
): Promise<Body> {
  const response = await fetch(`${engage.url}/_sim${path}`, {
    method,
    ...(method !== 'GET' && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (text ? JSON.parse(text) : undefined) as Body;
}

type EngageContent = ReturnType<WorldTenant['engage']['state']['contentsOf']>[number];

/** A conversation in the admin API. */
export interface ConversationRecord {
  readonly id: string;
  readonly state: string;
  readonly engageThreadId: string | null;
}

/** One customer's session with all its sides: the bot platform, the agent's desk, and what each of them received. */
export class Story {
  readonly tenant: WorldTenant;
  readonly sessionId: string;
  readonly userId: string;
  private said = 0;
  private linked: string | undefined;

  /** @param sessionId unique in its test; a second attempt at the test gets another one */
  constructor(
    private readonly world: World,
    sessionId: string,
    tenant?: WorldTenant,
  ) {
    const earlierAttempts = TestRunner.getCurrentTest()?.result?.retryCount ?? 0;
    this.tenant = tenant ?? world.acme;
    this.sessionId = earlierAttempts > 0 ? `${sessionId} again ${earlierAttempts}` : sessionId;
    this.userId = `customer-of-${this.sessionId}`;
  }

  /** The bot platform reports a message. */
  async says(author: 'user' | 'bot', text: string, more: object = {}): Promise<Answer> {
    const { sessionId, userId } = this;
    const message = { sessionId, userId, messageId: `m-${++this.said}`, author, text, ...more };
    const answer = await this.tenant.v1.post('/v1/messages', message);
    expect(answer).toMatchObject({ status: 202 });
    return answer;
  }

  /** The bot platform requests an agent. */
  async handOver(request: object = {}): Promise<Answer> {
    const { sessionId, userId } = this;
    const answer = await this.tenant.v1.post('/v1/handovers', { sessionId, userId, ...request });
    expect(answer).toMatchObject({ status: 201, body: { status: 'queue' } });
    return answer;
  }

  /** Requests an agent, and waits until Engage's routing offers the thread and the bot is informed. */
  async isHandedOver(request: object = {}): Promise<void> {
    const before = this.events('handover.status').length;
    await this.handOver(request);
    await eventually(() =>
      expect(
        this.events('handover.status')
          .slice(before)
          .map(({ data }) => data['event']),
      ).toContain('accepted'),
    );
  }

  async post(path: string, body: object = {}): Promise<void> {
    const answer = await this.tenant.v1.post(path, { sessionId: this.sessionId, ...body });
    expect(answer).toMatchObject({ status: 202 });
  }

  async conversation(): Promise<ConversationRecord> {
    const { slug } = this.tenant;
    const { body } = await this.world.admin.get<{ items: (ConversationRecord & { sessionId: string })[] }>(
      `/admin/conversations?tenant=${slug}&q=${encodeURIComponent(this.sessionId)}`,
    );
    const found = body.items.find(({ sessionId }) => sessionId === this.sessionId);
    if (!found) throw new Error(`There is no conversation of ${this.sessionId} yet.`);
    return found;
  }

  async state(): Promise<string> {
    return (await this.conversation()).state;
  }

  /** Engage's id of the thread. @throws Error until it is known */
  async threadId(): Promise<string> {
    this.linked ??= (await this.conversation()).engageThreadId ?? undefined;
    if (!this.linked) throw new Error(`The thread of ${this.sessionId} is not linked yet.`);
    return this.linked;
  }

  /** Texts that an agent reads in the thread, oldest first. */
  async inEngage(): Promise<string[]> {
    const { state } = this.tenant.engage;
    return state.contentsOf(await this.threadId()).map(({ body }) => body ?? '');
  }

  /** The newest content of the thread in Engage. */
  async lastContent(): Promise<EngageContent | undefined> {
    return this.tenant.engage.state.contentsOf(await this.threadId()).at(-1);
  }

  async categories(): Promise<string[]> {
    return this.tenant.engage.state.threads.require(await this.threadId()).thread_category_ids;
  }

  /** An action of an agent at the agent desk, e.g. `agent('mara', 'reply', { body: 'Hi' })`. */
  async agent<Body = unknown>(name: string, action: string, body: object = {}): Promise<Body> {
    return control(this.tenant, 'POST', `/agents/${name}/${action}`, { thread: await this.threadId(), ...body });
  }

  /** An agent takes the thread as soon as it is offered, and writes. */
  async agentAnswers(name: string, ...texts: readonly string[]): Promise<void> {
    await eventually(() => this.agent(name, 'take'));
    for (const body of texts) await this.agent(name, 'reply', { body });
  }

  /** Events of the session that the bot accepted, without repeats. */
  events(type?: string): BotEvent[] {
    const events = new Map(this.tenant.bot.of(this.sessionId, type).map((event) => [event.id, event]));
    return [...events.values()];
  }

  /**
   * What the bot received, as lines: `queue/accepted`, `agent: Hi`. Without positions in the queue and typing, which
   * come at any time.
   */
  heard(): string[] {
    return this.events()
      .filter(({ type, data }) => type !== 'agent.typing' && data['event'] !== 'queueUpdate')
      .map(({ type, data }) =>
        type === 'agent.message'
          ? `agent: ${String(data['text'])}`
          : `${String(data['status'])}/${String(data['event'])}`,
      );
  }

  /** Waits until the bot has received exactly this. */
  async hears(...lines: readonly string[]): Promise<void> {
    await eventually(() => expect(this.heard()).toEqual(lines));
  }

  /** Waits until agents can read exactly this. */
  async showsInEngage(...texts: readonly string[]): Promise<void> {
    await eventually(async () => expect(await this.inEngage()).toEqual(texts));
  }

  async isIn(state: 'bot' | 'queue' | 'active'): Promise<void> {
    await eventually(async () => expect(await this.state()).toBe(state));
  }
}
