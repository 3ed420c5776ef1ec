/** The part of a stored tenant that the playground reads. */
export type StoredTenant = Readonly<Record<string, unknown>>;

/** The secrets that only the answer for a new tenant shows. */
export interface CreatedTenant {
  readonly botKey: { readonly key: string };
  readonly generatedSecrets: Readonly<Record<string, string>>;
}

/** The connector refused a call of the playground. */
export class AdminApiError extends Error {
  constructor(
    method: string,
    path: string,
    readonly status: number,
    readonly body: string,
  ) {
    super(`${method} ${path} was answered ${status}: ${body}`);
  }
}

const isAnswer =
  (status: number, code = '') =>
  (error: unknown): error is AdminApiError =>
    error instanceof AdminApiError && error.status === status && error.body.includes(code);

export const isHandoversRunning = isAnswer(409, 'tenant.handovers-running');

const TIMEOUT_MS = 10_000;

/** The calls of the connector's admin API that the playground needs. They throw `AdminApiError`. */
export class AdminApi {
  constructor(
    private readonly baseUrl: string,
    private readonly adminKey: string,
  ) {}

  async find(slug: string): Promise<StoredTenant | undefined> {
    return this.call<StoredTenant>('GET', `/admin/tenants/${slug}`).catch((error: unknown) => {
      if (isAnswer(404)(error)) return undefined;
      throw error;
    });
  }

  create(tenant: object): Promise<CreatedTenant> {
    return this.call<CreatedTenant>('POST', '/admin/tenants', tenant);
  }

  async update(slug: string, patch: object): Promise<void> {
    await this.call('PATCH', `/admin/tenants/${slug}`, patch);
  }

  /** Runs the connection checks of the tenant; the connector keeps their results. */
  async check(slug: string): Promise<void> {
    await this.call('POST', `/admin/tenants/${slug}/checks`);
  }

  /**
   * Closes the tenant's conversations in a handover and discards deliveries to Engage: for a domain that no longer
   * exists.
   */
  async abandonHandovers(slug: string): Promise<void> {
    for (const state of ['queue', 'active'])
      for (const id of await this.ids(`/admin/conversations?tenant=${slug}&state=${state}&limit=200`))
        await this.unlessOver(`/admin/conversations/${id}/close`);
    for (const id of await this.ids(`/admin/deliveries?tenant=${slug}&status=pending&limit=200`, 'engage'))
      await this.unlessOver(`/admin/deliveries/${id}/discard`);
  }

  async createBotKey(slug: string): Promise<string> {
    const { key } = await this.call<CreatedTenant['botKey']>('POST', `/admin/tenants/${slug}/bot-keys`, {
      name: 'playground',
    });
    return key;
  }

  /** Rotates a secret; the old one stops working. @returns the new one */
  async rotate(slug: string, secret: string): Promise<string> {
    const { value } = await this.call<{ value: string }>('POST', `/admin/tenants/${slug}/secrets/${secret}/rotate`);
    return value;
  }

  /** How the connector answers a GET of another caller. */
  async status(path: string, headers: Readonly<Record<string, string>> = {}): Promise<number> {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    return (await fetch(new URL(path, this.baseUrl), { headers, signal })).status;
  }

  private async ids(path: string, direction?: string): Promise<string[]> {
    const { items } = await this.call<{ items: { id: string; direction?: string }[] }>('GET', path);
    return items.filter((item) => direction === undefined || item.direction === direction).map(({ id }) => id);
  }

  /** A 404 or 409 means that a worker or an agent ended it in the meantime. */
  private async unlessOver(path: string): Promise<void> {
    await this.call('POST', path).catch((error: unknown) => {
      if (!isAnswer(404)(error) && !isAnswer(409)(error)) throw error;
    });
  }

  private async call<Result>(method: string, path: string, body?: object): Promise<Result> {
    const response = await fetch(new URL(path, this.baseUrl), {
      method,
      headers: { authorization: `Bearer ${this.adminKey}`, ...(body && { 'content-type': 'application/json' }) },
      body: body ? JSON.stringify(body) : null,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    if (!response.ok) throw new AdminApiError(method, path, response.status, text);
    return (text ? JSON.parse(text) : undefined) as Result;
  }
}
