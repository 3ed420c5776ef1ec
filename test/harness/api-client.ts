/** The answer to an HTTP call. */
export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** Calls JSON routes with one key and returns every answer, also errors. */
export class ApiClient {
  constructor(
    private readonly baseUrl: () => string,
    readonly key: string,
  ) {}

  get<Body = Record<string, unknown>>(path: string): Promise<Answer<Body>> {
    return this.call('GET', path);
  }

  post<Body = Record<string, unknown>>(
    path: string,
    body: object = {},
    headers?: Record<string, string>,
  ): Promise<Answer<Body>> {
    return this.call('POST', path, body, headers);
  }

  async call<Body = Record<string, unknown>>(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    const response = await fetch(`${this.baseUrl()}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.key}`, ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(60_000),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: (text ? JSON.parse(text) : undefined) as Body };
  }
}
