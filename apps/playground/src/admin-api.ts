/** A stored tenant, as far as the playground looks at it. */
export type StoredTenant = Readonly<Record<string, unknown>>;

interface Created {
  readonly botKey: { readonly key: string };
}

/** The connector refused what the playground asked of it. */
export class AdminApiError extends Error {
  constructor(
    method: string,
    path: string,
    readonly status: number,
    body: string,
  ) {
    super(`${method} ${path} was answered ${status}: ${body}`);
  }
}

const TIMEOUT_MS = 10_000;

/** What the playground needs of the connector's admin API. Calls throw `AdminApiError`. */
export class AdminApi {
  constructor(
    private readonly baseUrl: string,
    private readonly adminKey: string,
  ) {}

  async find(slug: string): Promise<StoredTenant | undefined> {
    return this.call<StoredTenant>('GET', `/admin/tenants/${slug}`).catch((error: unknown) => {
      if (error instanceof AdminApiError && error.status === 404) return undefined;
      throw error;
    });
  }

  /** @returns the tenant's first bot key */
  async create(tenant: object): Promise<string> {
    const created = await this.call<Created>('POST', '/admin/tenants', tenant);
    return created.botKey.key;
  }

  async update(slug: string, patch: object): Promise<void> {
    await this.call('PATCH', `/admin/tenants/${slug}`, patch);
  }

  async createBotKey(slug: string): Promise<string> {
    const { key } = await this.call<Created['botKey']>('POST', `/admin/tenants/${slug}/bot-keys`, {
      name: 'playground',
    });
    return key;
  }

  /** Whether the bot side lets this key in. */
  async accepts(botKey: string): Promise<boolean> {
    const response = await this.fetch('GET', '/v1/conversations/playground', botKey);
    return response.status !== 401;
  }

  private async call<Result>(method: string, path: string, body?: object): Promise<Result> {
    const response = await this.fetch(method, path, this.adminKey, body);
    const text = await response.text();
    if (!response.ok) throw new AdminApiError(method, path, response.status, text);
    return (text ? JSON.parse(text) : undefined) as Result;
  }

  private fetch(method: string, path: string, key: string, body?: object): Promise<Response> {
    return fetch(new URL(path, this.baseUrl), {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  }
}
