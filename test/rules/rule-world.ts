import { expect } from 'vitest';
import { ReconcileHandovers } from '#handover';
import {
  control,
  eventually,
  NATIVE_SOURCE,
  NativeCustomer,
  startWorld,
  Story,
  takeOver,
  type World,
  type WorldOptions,
} from '../harness/index.js';

/** A world in which rules are tested one after the other. */
export class RuleWorld {
  private sessions = 0;

  /** Replaces the scheduled runs of every minute, which would count as the test's own. */
  private readonly runReconciliation: () => Promise<void>;

  private constructor(readonly world: World) {
    this.runReconciliation = takeOver(world, ReconcileHandovers);
  }

  static async start(options: WorldOptions = {}): Promise<RuleWorld> {
    const engage = { nativeSourceIds: [NATIVE_SOURCE], ...options.tenant?.['engage'] };
    return new RuleWorld(await startWorld({ ...options, tenant: { ...options.tenant, engage } }));
  }

  get engage() {
    return this.world.acme.engage;
  }

  get seed() {
    return this.engage.seed;
  }

  stop(): Promise<void> {
    return this.world.stop();
  }

  aStory(): Story {
    return new Story(this.world, `s-${++this.sessions}`);
  }

  /** A customer who has said hello and waits for an agent. */
  async aWaitingStory(request: object = {}): Promise<Story> {
    const story = this.aStory();
    await story.says('user', 'Hello');
    await story.isHandedOver(request);
    return story;
  }

  /** A customer whom Mara has answered. */
  async aStoryWithMara(request: object = {}): Promise<Story> {
    const story = await this.aWaitingStory(request);
    await story.agentAnswers('mara', 'Mara here');
    await story.hears('queue/accepted', 'active/agentJoined', 'agent: Mara here');
    return story;
  }

  /** A customer of a native source who has said hello to the bot. */
  async aNativeCustomer(thread?: string): Promise<NativeCustomer> {
    const customer = new NativeCustomer(this.world, `customer-${++this.sessions}`, thread);
    await customer.writes('Hello');
    await customer.botHears('user: Hello');
    return customer;
  }

  /** Calls a control route of the domain. */
  sim<Body = unknown>(method: string, path: string, body: object = {}): Promise<Body> {
    return control<Body>(this.world.acme, method, path, body);
  }

  switch(switches: object): Promise<unknown> {
    return this.sim('PATCH', '/switches', switches);
  }

  /** Webhook events of these types never arrive. */
  lose(...types: readonly string[]): Promise<unknown> {
    return this.switch({ webhooks: { drop: types } });
  }

  /** Calls Engage's REST API as a supervisor. */
  async rest(method: string, path: string, form: readonly (readonly [string, string])[] = []): Promise<Response> {
    const response = await fetch(`${this.engage.baseApiUrl}/1.0${path}`, {
      method,
      headers: { authorization: `Bearer ${this.seed.restAccessToken}` },
      ...(form.length > 0 && {
        body: new URLSearchParams(form.map(([name, value]): [string, string] => [name, value])),
      }),
    });
    expect(response.status).toBe(200);
    return response;
  }

  async moveTo(story: Story, ...categoryIds: readonly string[]): Promise<void> {
    const form = categoryIds.map((id) => ['thread_category_ids[]', id] as const);
    await this.rest('PUT', `/content_threads/${await story.threadId()}/update_categories`, form);
  }

  async patch(settings: object): Promise<void> {
    const answer = await this.world.admin.call('PATCH', '/admin/tenants/acme', settings);
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
  }

  reconcile(): Promise<void> {
    return this.runReconciliation();
  }

  /** Waits until Engage has the answer 200 for this event. */
  async arrives(type: string, text: string): Promise<void> {
    const { ledger } = this.engage;
    await eventually(() => expect(ledger.find({ kind: 'webhook', name: type, text, status: 200 })).not.toEqual([]));
  }

  /** Waits until the tenant has no pending delivery. */
  async isQuiet(): Promise<void> {
    await eventually(async () => {
      const { body } = await this.world.admin.get<{ items: unknown[] }>('/admin/deliveries?tenant=acme&status=pending');
      expect(body.items).toEqual([]);
    });
  }

  async isBackAtTheBot(story: Story): Promise<void> {
    await story.isIn('bot');
    await eventually(async () => expect(await story.categories()).toEqual([this.seed.botCategoryId]));
  }
}

/** The bot's events of a handover in which Mara writes once and completes it. */
export const WITH_MARA = ['queue/accepted', 'active/agentJoined', 'agent: Mara here', 'completed/completed'];
