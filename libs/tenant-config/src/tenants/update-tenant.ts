import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { cleanJson, isJsonObject, type JsonObject, type JsonValue, readObject, type Secret } from '#kernel';
import type { Admin } from '../domain/access/admin.js';
import { withoutAnsweredMembers } from '../domain/settings/answered-members.js';
import { mergePatch, removes, touchedPaths } from '../domain/settings/merge-patch.js';
import type { StoredTenant, TenantDocument } from '../domain/stored-tenant.js';
import { atSentMember } from '../domain/taken.errors.js';
import { TenantChanged, UnknownTenant } from '../domain/tenant.errors.js';
import { AuditLog } from '../ports/audit-log.js';
import { BotPlatformCatalogue, type BotPlatformDescription } from '../ports/bot-platform-catalogue.js';
import { type SecretChanges, TenantStore } from '../ports/tenant.store.js';
import { SettleChange } from './settle-change.js';
import { TenantChecker } from './tenant-checker.js';

/** Whether a revision is the one that the caller read; always true if the caller sent none. */
export type Precondition = (revision: number) => boolean;

/** Changes a tenant by a JSON merge patch. */
@Injectable()
export class UpdateTenant {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantStore,
    private readonly checker: TenantChecker,
    private readonly platforms: BotPlatformCatalogue,
    private readonly settle: SettleChange,
    private readonly audit: AuditLog,
  ) {}

  /** @throws Forbidden, UnknownTenant, TenantChanged, InvalidInput, DefaultTaken, SourceTaken, WebhookKeyTaken, HandoversRunning */
  async run(admin: Admin, slug: string, patch: JsonObject, isCurrent: Precondition): Promise<StoredTenant> {
    const clean = withoutAnsweredMembers(cleanJson(patch));
    return this.database.acrossTenants(async () => {
      const tenant = await this.tenants.lock(slug);
      if (!tenant) throw new UnknownTenant();
      if (!isCurrent(tenant.revision)) throw new TenantChanged();
      const { slug: given = slug, ...settings } = clean;
      const faults = given === slug ? [] : [{ pointer: '/slug', detail: 'cannot be changed' }];
      const before = this.before(tenant.document, settings);
      const { document, secrets } = this.checker.check(mergePatch(before, settings), faults, before);
      if (document.default !== tenant.document.default) admin.mustBeAllowedToChangeDefault();
      const newSecrets = secretChanges(tenant, document, clean, secrets);
      await this.settle.run(tenant, document, newSecrets, 'engage' in clean);
      await this.tenants.forgetPrevious(tenant.id, replacedPaths(tenant.document, document, newSecrets));
      await atSentMember(clean, () => this.tenants.replace(tenant.id, document, newSecrets));
      await this.audit.record(admin, {
        action: 'tenant.updated',
        tenantSlug: slug,
        target: slug,
        detail: { changed: touchedPaths(clean) },
      });
      return (await this.tenants.find(slug)) ?? tenant;
    });
  }

  /** The document without what the patch makes obsolete. */
  private before(current: TenantDocument, patch: JsonObject): JsonObject {
    const before = { ...(current as unknown as JsonObject) };
    const engage = readObject(patch.engage);
    // Source id and realtime URL imply each other: a new value of one replaces the other.
    if ('sourceId' in engage !== 'realtimeEndpointUrl' in engage) {
      const obsolete = 'sourceId' in engage ? 'realtimeEndpointUrl' : 'sourceId';
      before.engage = mergePatch(before.engage, { [obsolete]: null });
    }
    return changesPlatform(current, patch)
      ? withoutPlatform(before, this.platforms.find(current.bot.platform))
      : before;
  }
}

/** The document without the settings of its platform, and without values that are the platform's defaults. */
function withoutPlatform(document: JsonObject, platform?: BotPlatformDescription): JsonObject {
  const { handoverDefaults = {}, profileDefaults = {} } = platform ?? {};
  return {
    ...document,
    bot: {},
    handover: without(document.handover, handoverDefaults),
    profileMapping: without(document.profileMapping, profileDefaults),
  };
}

function without(settings: JsonValue | undefined, defaults: object): JsonObject {
  const isDefault = ([name, value]: [string, JsonValue]): boolean =>
    isDeepStrictEqual(value, (defaults as Record<string, unknown>)[name]);
  return Object.fromEntries(Object.entries((settings ?? {}) as JsonObject).filter((setting) => !isDefault(setting)));
}

/** Paths of the secrets that are replaced or removed. */
function replacedPaths(before: TenantDocument, after: TenantDocument, secrets: SecretChanges): string[] {
  const isToken = before.engage.verifyToken !== after.engage.verifyToken;
  return [...secrets.keys(), ...(isToken ? ['engage.verifyToken'] : [])];
}

function changesPlatform(current: TenantDocument, { bot }: JsonObject): boolean {
  return isJsonObject(bot) && bot.platform !== undefined && bot.platform !== current.bot.platform;
}

function secretChanges(
  { secrets, document: before }: StoredTenant,
  { bot }: TenantDocument,
  patch: JsonObject,
  given: ReadonlyMap<string, Secret>,
): Map<string, Secret | null> {
  const isObsolete = (path: string): boolean =>
    removes(patch, path.split('.')) || (path.startsWith('bot.') && bot.platform !== before.bot.platform);
  const obsolete = Object.keys(secrets).filter(isObsolete);
  return new Map<string, Secret | null>([...obsolete.map((path) => [path, null] as const), ...given]);
}
