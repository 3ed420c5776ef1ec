import { Secret } from '#kernel';
import type { Tenant } from '#tenant-config';
import { aTenant, type TenantOverrides } from '../../../../tenant-config/src/testing/a-tenant.js';
import { startPlatform, type PlatformApp } from '../../../src/testing/platform-app.js';
import { chatlayerRegistration } from '../chatlayer.registration.js';
import { ChatlayerStub } from './chatlayer-stub.js';

export const BOT_ID = 'hv4k9tqm';
export const VERIFY_TOKEN = 'vt-7Qm2Zx9LpR4sW1';
export const ACCESS_TOKEN = 'tok_id:tok_secret';

export const ACCEPTED = { offloadSuccess: true, pauseBot: true };
export const REFUSED = { offloadSuccess: false, pauseBot: false };

/** A tenant whose bot is the stub; its webhook key is `key-of-<slug>`. */
export function aChatlayerTenant(
  apiBaseUrl: string,
  slug = 'acme',
  { bot, handover, ...own }: TenantOverrides = {},
): Tenant {
  return aTenant({
    slug,
    ...own,
    handover: { forwardOnlyHandover: true, ...handover },
    bot: {
      platform: 'chatlayer',
      settings: { botId: BOT_ID, apiBaseUrl, ...bot?.settings },
      secrets: {
        accessToken: new Secret(ACCESS_TOKEN),
        verifyToken: new Secret(VERIFY_TOKEN),
        webhookKey: new Secret(`key-of-${slug}`),
        ...bot?.secrets,
      },
    },
  });
}

export interface Answer {
  readonly status: number;
  readonly json: unknown;
}

/** The platform between its stub and the handover in memory. */
export class ChatlayerApp {
  private constructor(
    readonly stub: ChatlayerStub,
    readonly under: PlatformApp,
  ) {}

  static async start(): Promise<ChatlayerApp> {
    const stub = await ChatlayerStub.start({ accessToken: ACCESS_TOKEN, botId: BOT_ID });
    return new ChatlayerApp(stub, await startPlatform(chatlayerRegistration, aChatlayerTenant(stub.apiBaseUrl)));
  }

  /** Replaces the tenant `acme` by one with these differences. */
  configure(overrides: TenantOverrides): Tenant {
    const tenant = aChatlayerTenant(this.stub.apiBaseUrl, 'acme', overrides);
    this.under.directory.clear().put(tenant);
    return tenant;
  }

  reset(): Tenant {
    this.stub.reset();
    this.under.handover.reset();
    return this.configure({});
  }

  /** Posts a body as Chatlayer does; bytes and text unchanged. */
  async post(body: unknown, query = `challenge.verifyToken=${VERIFY_TOKEN}`, key = 'key-of-acme'): Promise<Answer> {
    return this.call(
      'POST',
      key,
      query,
      typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
    );
  }

  health(query: string, key = 'key-of-acme'): Promise<Answer> {
    return this.call('GET', key, query);
  }

  async stop(): Promise<void> {
    await this.under.app.close();
    await this.stub.stop();
  }

  private async call(method: string, key: string, query: string, body?: string | Buffer): Promise<Answer> {
    const url = `${this.under.url}/v1/chatlayer/${key}${query === '' ? '' : `?${query}`}`;
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method, ...(body !== undefined && { body, headers }) });
    const text = await response.text();
    return { status: response.status, json: text === '' ? undefined : (JSON.parse(text) as unknown) };
  }
}
