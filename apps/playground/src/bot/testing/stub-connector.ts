import { Webhook } from 'standardwebhooks';
import { newId } from '#kernel';
import { type StubReply, type StubRequest, StubServer } from '#testing';

interface Posted {
  readonly sessionId: string;
  readonly messageId: string;
  readonly author: 'user' | 'bot';
  readonly text: string;
  readonly payload?: string;
  readonly attachments?: readonly object[];
  readonly content?: { readonly type: string };
}

/** A connector with one conversation; the test plays its agent. */
export class StubConnector {
  static readonly secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  state: 'bot' | 'queue' | 'active' = 'bot';
  botUrl = '';
  private readonly conversationId = newId();
  private sequence = 0;

  private constructor(readonly server: StubServer) {}

  static async start(): Promise<StubConnector> {
    const stub = new StubConnector(await StubServer.start());
    const route = (): string => (stub.state === 'bot' ? 'bot' : 'agent');
    stub.server.route('POST', '/v1/messages', () => ({ status: 202, body: { state: stub.state, route: route() } }));
    stub.server.route('POST', '/v1/handovers', () => ({ status: 201, body: { status: 'queue' } }));
    stub.server.route('POST', '/v1/handovers/cancel', { status: 202 });
    stub.server.route('POST', '/v1/events', { status: 202 });
    return stub;
  }

  answer(path: string, reply: StubReply): void {
    this.server.route('POST', path, reply);
  }

  calls(path: string): StubRequest[] {
    return this.server.requests.filter((request) => request.path === path);
  }

  received(path: string, count: number): Promise<StubRequest[]> {
    return this.server.received(count, (request) => request.path === path);
  }

  /** Messages in the order in which they first arrived. */
  messages(): Posted[] {
    const all = this.calls('/v1/messages').map((request) => request.json<Posted>());
    return all.filter(({ messageId }, index) => all.findIndex((other) => other.messageId === messageId) === index);
  }

  /** Sends a signed event. @returns the bot's status */
  async tell(
    sessionId: string,
    event: { type: string; data: object; id?: string; sequence?: number; userId?: string },
  ): Promise<number> {
    const { id = newId(), sequence = ++this.sequence, ...rest } = event;
    const body = JSON.stringify({ id, ...rest, sessionId, conversationId: this.conversationId, sequence });
    const now = new Date(); // read once: the header and the signature must name the same second
    return this.deliver(id, body, new Webhook(StubConnector.secret).sign(id, now, body), now);
  }

  async deliver(id: string, body: string, signature: string, now = new Date()): Promise<number> {
    const timestamp = String(Math.floor(now.getTime() / 1000));
    const headers = { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': timestamp };
    const response = await fetch(`${this.botUrl}/events`, {
      method: 'POST',
      headers: { ...headers, 'webhook-signature': signature },
      body,
    });
    return response.status;
  }

  status(sessionId: string, status: string, more: object = {}): Promise<number> {
    return this.tell(sessionId, {
      type: 'handover.status',
      data: { handoverId: newId(), status, event: status, ...more },
    });
  }

  agentSays(sessionId: string, text: string, agentName = 'Dana', more: object = {}): Promise<number> {
    const data = { messageId: newId(), text, attachments: [], agentName, sentAt: new Date().toISOString(), ...more };
    return this.tell(sessionId, { type: 'agent.message', data });
  }
  /** A customer writes on a channel that Engage serves. */
  customerSays(sessionId: string, text: string, more: object = {}): Promise<number> {
    const data = { messageId: newId(), text, sourceId: 's1', private: false, hasAttachment: false, ...more };
    const sentAt = new Date().toISOString();
    return this.tell(sessionId, { type: 'user.message', userId: 'identity-1', data: { ...data, sentAt } });
  }
}
