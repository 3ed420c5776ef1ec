import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { StubServer } from '#testing';
import { CognigyStub } from '../../libs/bot-platforms/cognigy/src/testing/cognigy-stub.js';
import { URL_TOKEN } from '../../libs/bot-platforms/cognigy/src/testing/cognigy-tenant.js';
import { shiftClock, startWorld, type World, type WorldTenant } from '../harness/index.js';

export const OVERLAP_MINUTES = 60;

export const aSecret = (): string => randomBytes(24).toString('base64url');

/** A connector whose clock the test moves, with a tenant for each bot platform whose secrets are rotated. */
export class RotatingWorld {
  /** Difference of the connector's clock from the machine's, in milliseconds. */
  aheadMs = 0;

  private constructor(
    readonly world: World,
    /** The endpoint of the tenant `cognigy`; it always uses the first transformer secret. */
    readonly endpoint: CognigyStub,
    readonly firstTransformerSecret: string,
    /** The bot of the tenant `generic`, which accepts everything. */
    readonly bot: StubServer,
  ) {}

  static async start(): Promise<RotatingWorld> {
    const world = await startWorld({ tenants: 3 });
    const transformerSecret = aSecret();
    const endpoint = await CognigyStub.start({ urlTokens: [URL_TOKEN], transformerSecret });
    const bot = await StubServer.start();
    bot.reply({});
    const rotating = new RotatingWorld(world, endpoint, transformerSecret, bot);
    const { generic, cognigy, chatlayer } = rotating;
    const flow = { platform: 'cognigy', endpointBaseUrl: endpoint.server.url, urlTokens: [URL_TOKEN] };
    await rotating.patch(cognigy, { bot: { ...flow, transformerSecret, outputsPassword: aSecret() } });
    const account = { platform: 'chatlayer', accessToken: `id:${aSecret()}`, apiBaseUrl: bot.url };
    await rotating.patch(chatlayer, { bot: account });
    await rotating.patch(generic, { bot: { callbackUrl: `${bot.url}/events` } });
    return rotating;
  }

  get generic(): WorldTenant {
    return this.tenant(0);
  }
  get cognigy(): WorldTenant {
    return this.tenant(1);
  }
  get chatlayer(): WorldTenant {
    return this.tenant(2);
  }

  /** @param value by default one is generated @returns the new value */
  async rotate({ slug }: WorldTenant, path: string, overlapMinutes: number, value?: string): Promise<string> {
    const body = { overlapMinutes, ...(value !== undefined && { value }) };
    const { admin } = this.world;
    const answer = await admin.post<{ value?: string }>(`/admin/tenants/${slug}/secrets/${path}/rotate`, body);
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
    return answer.body.value ?? value ?? '';
  }

  /** The paths of the former values that are still accepted. */
  async former({ slug }: WorldTenant): Promise<string[]> {
    const { body } = await this.world.admin.get<{ previousSecrets: { name: string }[] }>(`/admin/tenants/${slug}`);
    return body.previousSecrets.map(({ name }) => name);
  }

  /** Moves the connector's clock forward. */
  passes(minutes: number): void {
    const [connector] = this.world.connectors;
    if (!connector) throw new Error('A world has a connector.');
    shiftClock(connector, minutes * 60_000);
    this.aheadMs += minutes * 60_000;
  }

  async stop(): Promise<void> {
    await this.world.stop();
    await Promise.all([this.endpoint.stop(), this.bot.stop()]);
  }

  private async patch({ slug }: WorldTenant, settings: object): Promise<void> {
    const answer = await this.world.admin.call('PATCH', `/admin/tenants/${slug}`, settings);
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
  }

  private tenant(index: number): WorldTenant {
    const tenant = this.world.tenants[index];
    if (!tenant) throw new Error('The world has three tenants.');
    return tenant;
  }
}
