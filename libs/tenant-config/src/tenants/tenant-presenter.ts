import { Injectable } from '@nestjs/common';
import { AppConfig } from '#config';
import { type HealthSummary, summaryOf } from '../domain/checks/tenant-health.js';
import { completedEngage, withImplied } from '../domain/engage/engage-address.js';
import type { PreviousSecret } from '../domain/secrets/previous-secrets.js';
import { pathOf, withValue } from '../domain/settings/nested-setting.js';
import { SOURCE_FAULTS, type SourceFault } from '../domain/source-fault.js';
import { completed, ENGAGE_SECRETS, type StoredTenant } from '../domain/stored-tenant.js';
import type { EngageSettings, HandoverSettings, Retention } from '../domain/tenant.js';
import { BotPlatformCatalogue, type WebhookAddress } from '../ports/bot-platform-catalogue.js';
import { missingSettings } from './missing-settings.js';

export interface SecretHint {
  readonly configured: boolean;
  readonly last4?: string;
}

export interface Readiness {
  readonly complete: boolean;
  readonly missing: string[];
  readonly sourceFaults: SourceFault[];
}

type EngageView = {
  [Name in keyof EngageSettings]: Name extends (typeof ENGAGE_SECRETS)[number] ? SecretHint : EngageSettings[Name];
};

/** A tenant as administrators see it: with defaults and what is implied, without secrets. */
export interface TenantView {
  readonly slug: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly default: boolean;
  readonly engage: EngageView;
  readonly bot: object;
  readonly handover: HandoverSettings;
  readonly profileMapping: ReturnType<typeof completed>['profileMapping'];
  readonly retention: Retention;
  readonly previousSecrets: readonly PreviousSecret[];
  readonly readiness: Readiness;
  readonly health: HealthSummary;
  readonly ingress: Readonly<Record<string, string>> & { readonly engageUrl: string; readonly botBaseUrl: string };
  /** The setup guide as a page. */
  readonly setupUrl: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

@Injectable()
export class TenantPresenter {
  constructor(
    private readonly platforms: BotPlatformCatalogue,
    private readonly config: AppConfig,
  ) {}

  /** @param webhookKey only in the answer that shows it once */
  view(tenant: StoredTenant, webhookKey = '<webhookKey>'): TenantView {
    const { document, secrets, createdAt, updatedAt } = tenant;
    const { slug, name, enabled, bot, handover, profileMapping, retention } = completed(document);
    const hint = (path: string): SecretHint => {
      const last4 = secrets[path];
      return last4 === undefined ? { configured: false } : { configured: true, last4 };
    };
    const platform = this.platforms.find(document.bot.platform);
    const botSecrets = platform?.secrets ?? [];
    const readiness = this.readiness(tenant);
    return {
      slug,
      name,
      enabled,
      default: document.default,
      engage: {
        ...completedEngage(document.engage, this.config.engageVerifyToken),
        apiAccessToken: hint('engage.apiAccessToken'),
        realtimeAccessToken: hint('engage.realtimeAccessToken'),
        webhookSecret: hint('engage.webhookSecret'),
      },
      bot: botSecrets.reduce<object>((all, name) => withValue(all, pathOf(name), hint(`bot.${name}`)), bot),
      handover,
      profileMapping,
      retention,
      previousSecrets: tenant.previousSecrets,
      readiness,
      health: withSourceFaults(tenant.health, readiness.sourceFaults),
      ingress: {
        engageUrl: `${this.config.publicUrl}/handover/rce/${document.slug}`,
        botBaseUrl: `${this.config.publicUrl}/v1`,
        ...webhookUrls(platform?.webhookAddresses, this.config.publicUrl, webhookKey),
      },
      setupUrl: `${this.config.publicUrl}/setup/${slug}`,
      createdAt,
      updatedAt,
    };
  }

  private readiness({ document, secrets, sourceFaults }: StoredTenant): Readiness {
    const { engage } = document;
    const missing = missingSettings(document, Object.keys(secrets), this.platforms.find(document.bot.platform));
    const sources = [withImplied(engage).sourceId, ...(engage.nativeSourceIds ?? [])];
    const faults = sourceFaults.filter(({ sourceId }) => sources.includes(sourceId));
    return { complete: missing.length === 0, missing, sourceFaults: faults };
  }
}

function webhookUrls(
  addresses: readonly WebhookAddress[] = [],
  publicUrl: string,
  webhookKey: string,
): Record<string, string> {
  return Object.fromEntries(addresses.map(({ name, path }) => [name, `${publicUrl}${path}${webhookKey}`]));
}

/** Refusals by Engage in ordinary traffic count at once, before a check runs again. */
function withSourceFaults(health: HealthSummary, faults: readonly SourceFault[]): HealthSummary {
  const { id, title } = SOURCE_FAULTS;
  const others = health.problems.filter((problem) => problem.id !== id);
  const [fault] = faults;
  if (!fault) return summaryOf({ ...health, problems: others });
  const { message, since } = fault;
  const fix = 'Follow what the message says. The next success clears it.';
  const problem = { id, title, status: 'fail' as const, detail: message, fix, changedSince: since, checkedAt: since };
  return summaryOf({ ...health, checkedAt: health.checkedAt ?? since, problems: [...others, problem] });
}
