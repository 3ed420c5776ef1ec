import type { IncomingBody } from '../body/incoming-body.js';
import type { CallBudget } from './call-budget.js';
import type { Caller } from './caller.js';
import type { TooManyCalls } from './caller.errors.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who makes the call. */
    caller: RequestCaller;
  }
}

/** Who makes a request: a stranger until a guard has accepted a credential. */
export class RequestCaller {
  private accepted: Caller | undefined;
  private throttled = false;

  constructor(
    /** The client's address, as far as proxies are trusted. */
    readonly address: string,
    private readonly budget: CallBudget,
    private readonly body: IncomingBody,
  ) {}

  /** Undefined for a stranger. */
  get known(): Caller | undefined {
    return this.accepted;
  }

  /** Whether the call was refused because the caller makes too many calls. */
  get isThrottled(): boolean {
    return this.throttled;
  }

  /** Counts the body towards a tenant's share of the memory, before the body has been read. */
  claim(tenantId: string): void {
    this.body.countFor(tenantId);
  }

  /** To be called once a credential is known to be valid. @throws TooManyCalls */
  accept(caller: Caller): void {
    const isCounted = this.accepted !== undefined; // by an earlier guard
    this.know(caller);
    const refusal = isCounted ? undefined : this.budget.take(caller);
    if (refusal) this.refuse(refusal);
  }

  /** The same for callers who should rather wait than be refused: their calls wait for a while. @throws TooManyCalls */
  async acceptInTurn(caller: Caller): Promise<void> {
    this.know(caller);
    const refusal = await this.budget.takeInTurn(caller);
    if (refusal) this.refuse(refusal);
  }

  private know(caller: Caller): void {
    this.accepted = caller;
    if (caller.kind !== 'admin') this.claim(caller.id);
  }

  private refuse(refusal: TooManyCalls): never {
    this.throttled = true;
    throw refusal;
  }
}
