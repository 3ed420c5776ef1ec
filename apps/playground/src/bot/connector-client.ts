/** The connector understood, and said no: a repeat would not help. */
export class ConnectorRefused extends Error {
  constructor(
    readonly status: number,
    detail: string,
  ) {
    super(`The connector answered ${status}: ${detail}`);
  }
}

/** Where the customer's message belongs to. */
export interface MessageReceipt {
  readonly state: 'bot' | 'queue' | 'active';
  readonly route: 'bot' | 'agent';
}

export interface BotMessage {
  readonly sessionId: string;
  readonly userId: string;
  readonly messageId: string;
  readonly author: 'user' | 'bot';
  readonly text: string;
  readonly sentAt: string;
}

export interface TranscriptItem {
  readonly messageId: string;
  readonly author: 'user' | 'bot' | 'agent';
  readonly text?: string | undefined;
  readonly sentAt: string;
}

export interface HandoverRequest {
  readonly sessionId: string;
  readonly userId: string;
  readonly profile: object;
  readonly transcript: readonly TranscriptItem[];
  readonly reason: string;
  readonly summary: string;
  readonly context: Readonly<Record<string, string>>;
}

const TIMEOUT_MS = 10_000;

/**
 * The bot's side of the connector's `/v1`. Every call carries its own id, so that it can be repeated safely.
 * Calls throw `ConnectorRefused`, or any other error when a repeat may help.
 */
export class ConnectorClient {
  constructor(
    private readonly baseUrl: string,
    private readonly botKey: string,
  ) {}

  postMessage(message: BotMessage): Promise<MessageReceipt> {
    return this.post<MessageReceipt>('/v1/messages', message);
  }

  async startHandover(id: string, request: HandoverRequest): Promise<void> {
    await this.post('/v1/handovers', request, () => ({ 'idempotency-key': id }));
  }

  /** Ends the waiting; nothing to end is fine. */
  async cancelHandover(id: string, sessionId: string): Promise<void> {
    await this.postCancel(id, sessionId).catch((error: unknown) => {
      if (!(error instanceof ConnectorRefused && error.status === 404)) throw error;
    });
  }

  async postPresence(sessionId: string, type: 'user_connected' | 'user_disconnected'): Promise<void> {
    await this.post('/v1/events', { sessionId, type });
  }

  protected async postCancel(id: string, sessionId: string): Promise<void> {
    await this.post('/v1/handovers/cancel', { sessionId }, () => ({ 'idempotency-key': id }));
  }

  /** @param headersFor headers that depend on the body, as it is sent */
  protected async post<Result>(
    path: string,
    document: object,
    headersFor?: (body: string) => Record<string, string>,
  ): Promise<Result> {
    const body = JSON.stringify(document);
    const response = await fetch(new URL(path, this.baseUrl), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.botKey}`,
        'content-type': 'application/json',
        ...headersFor?.(body),
      },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const answer = (await response.json().catch(() => ({}))) as { detail?: string; handover?: unknown };
    if (response.ok) return answer as Result;
    const detail = answer.detail ?? response.statusText;
    if (isFinal(response.status, answer.handover !== undefined)) throw new ConnectorRefused(response.status, detail);
    throw new Error(`The connector answered ${response.status}: ${detail}`);
  }
}

/** An unavailable handover is an answer; every other 5xx, a timeout and a limit may pass. */
function isFinal(status: number, isHandoverAnswer: boolean): boolean {
  return isHandoverAnswer || (status < 500 && status !== 408 && status !== 429);
}
