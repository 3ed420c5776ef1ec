/** The connector refused the call: a repeat would not help. */
export class ConnectorRefused extends Error {
  constructor(
    readonly status: number,
    detail: string,
  ) {
    super(`The connector answered ${status}: ${detail}`);
  }
}

const TIMEOUT_MS = 10_000;

/** Calls of the connector throw `ConnectorRefused`, or any other error when a repeat may help. */
export class ConnectorCalls {
  /** @param headers of every call */
  constructor(
    private readonly baseUrl: string,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  /** @param headersFor headers that depend on the body, as it is sent */
  async post<Result>(
    path: string,
    document: object,
    headersFor?: (body: string) => Record<string, string>,
  ): Promise<Result> {
    const body = JSON.stringify(document);
    const response = await fetch(new URL(path, this.baseUrl), {
      method: 'POST',
      headers: { ...this.headers, 'content-type': 'application/json', ...headersFor?.(body) },
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

/** Ignores the error that there is nothing to end. */
export function unlessUnknown(error: unknown): void {
  if (!(error instanceof ConnectorRefused && error.status === 404)) throw error;
}

/** An unavailable handover is a final answer; every other 5xx, a timeout and a limit are temporary. */
function isFinal(status: number, isHandoverAnswer: boolean): boolean {
  return isHandoverAnswer || (status < 500 && status !== 408 && status !== 429);
}
