import type {
  AgentOnChannel,
  DomainAnswer,
  EngageAdministration,
  EngageCategory,
  EngageDomainProbe,
  EngageFolder,
  EngageIdentity,
  EngageSource,
  EngageUser,
  EngageWebhook,
  RestContext,
} from '#engage-outbound';
import { type EngageSettings, type Tenant, TenantIncomplete } from '#tenant-config';
import { once } from './once.js';

/** Maximum number of agents whose permissions are requested, one call each. */
export const MOST_PERMISSIONS = 4;
/** Maximum number of native sources that are requested, one call each. */
export const MOST_NATIVE_SOURCES = 5;

type OptionalSetting = 'botCategoryId' | 'agentCategoryId' | 'sourceId';

/** What an agent may do on the tenant's source. */
export interface AgentPermissions {
  readonly agent: EngageUser;
  readonly permissions: readonly string[];
}

/**
 * The data of a tenant's Engage domain, read when a check first needs it and shared by all checks of a run. All
 * together takes at most 22 REST calls: only first pages are read.
 */
export class EngageFacts {
  /** What answers at the base URL. */
  readonly domain = once((): Promise<DomainAnswer> => this.probe.look(this.context));
  readonly botCategory = once(() => this.category('botCategoryId'));
  readonly agentCategory = once(() => this.category('agentCategoryId'));
  readonly source = once((): Promise<EngageSource | undefined> =>
    this.administration.source(this.setting('sourceId'), this.context),
  );
  readonly webhooks = once((): Promise<EngageWebhook[]> => this.administration.webhooks(this.context));
  readonly botIdentity = once(() => this.identity('botIdentity'));
  readonly agentIdentity = once(() => this.identity('agentIdentity'));
  /** Enabled ones with the agent category. */
  readonly agents = once(() => this.usersWith('agentCategoryId'));
  readonly usersWithBotCategory = once(() => this.usersWith('botCategoryId'));
  readonly connectedAgents = once((): Promise<AgentOnChannel[]> =>
    this.administration.connectedAgents([this.setting('agentCategoryId')], this.context),
  );
  readonly folders = once((): Promise<EngageFolder[]> => this.administration.folders(this.context));
  readonly suspensions = once(() =>
    this.administration.journal(
      ['webhook.suspended', 'webhook.disabled', 'content_source.auto_disabled'],
      this.context,
    ),
  );
  readonly agentPermissions = once(() => this.permissionsOfAgents());

  constructor(
    private readonly administration: EngageAdministration,
    private readonly probe: EngageDomainProbe,
    private readonly context: RestContext,
  ) {}

  get tenant(): Tenant {
    return this.context.tenant;
  }

  /** Up to `MOST_NATIVE_SOURCES` of the tenant's native sources; undefined for one that the token's user may not read. */
  nativeSources(): Promise<(readonly [id: string, source: EngageSource | undefined])[]> {
    const ids = this.tenant.engage.nativeSourceIds.slice(0, MOST_NATIVE_SOURCES);
    return Promise.all(ids.map(async (id) => [id, await this.administration.source(id, this.context)] as const));
  }

  /** @throws TenantIncomplete */
  setting(name: OptionalSetting): NonNullable<EngageSettings[OptionalSetting]> {
    const value = this.tenant.engage[name];
    if (value === undefined) throw new TenantIncomplete([`engage.${name}`]);
    return value;
  }

  private async category(name: 'botCategoryId' | 'agentCategoryId'): Promise<EngageCategory | undefined> {
    return this.administration.category(this.setting(name), this.context);
  }

  private async identity(name: 'botIdentity' | 'agentIdentity'): Promise<EngageIdentity | undefined> {
    const [identity] = await this.administration.identities(this.tenant.engage[name].id, this.context);
    return identity;
  }

  private async usersWith(name: 'botCategoryId' | 'agentCategoryId'): Promise<EngageUser[]> {
    const users = await this.administration.newestUsers({ categoryId: this.setting(name) }, this.context);
    return users.filter(({ enabled }) => enabled);
  }

  private async permissionsOfAgents(): Promise<AgentPermissions[]> {
    const sourceId = this.setting('sourceId');
    const agents = (await this.agents()).slice(0, MOST_PERMISSIONS);
    return Promise.all(
      agents.map(async (agent) => {
        const permissions = await this.administration.sourcePermissions(agent.id, this.context);
        return { agent, permissions: permissions.get(sourceId) ?? [] };
      }),
    );
  }
}
