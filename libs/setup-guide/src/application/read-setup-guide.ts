import { Injectable } from '@nestjs/common';
import { AppConfig } from '#config';
import { ReadTenants, type StoredTenant, TenantPresenter } from '#tenant-config';
import type { SetupScript } from '../domain/bot-setup.js';
import { guideSteps } from '../domain/guide-steps.js';
import type { SetupFacts } from '../domain/setup-facts.js';
import { judged, type SetupGuide } from '../domain/setup-guide.js';
import { BotSetups } from '../ports/bot-setups.js';
import { LastChecks } from '../ports/last-checks.js';
import { WebhookEvents } from '../ports/webhook-events.js';

/** The token of the documentation of Cognigy's own provider. */
const PUBLIC_VERIFY_TOKEN = 'cognigy123';

/** Writes the guide for one tenant, from its current settings and last checks. */
@Injectable()
export class ReadSetupGuide {
  constructor(
    private readonly tenants: ReadTenants,
    private readonly presenter: TenantPresenter,
    private readonly bots: BotSetups,
    private readonly checks: LastChecks,
    private readonly events: WebhookEvents,
    private readonly config: AppConfig,
  ) {}

  /** @throws UnknownTenant */
  async run(slug: string): Promise<SetupGuide> {
    const tenant = await this.tenants.one(slug);
    const { completedAt, results } = await this.checks.of(tenant.id);
    const facts = this.facts(tenant);
    const byId = new Map(results.map((result) => [result.id, result]));
    const steps = guideSteps(facts, this.bots.setupOf(tenant.document.bot.platform));
    return {
      tenant: slug,
      name: tenant.document.name,
      readiness: this.presenter.view(tenant).readiness,
      checkedAt: completedAt,
      steps: steps.map((step) => judged(step, facts.missing, byId)),
    };
  }

  /** The platform's script with this key in it; undefined if the platform has none. @throws UnknownTenant */
  async script(slug: string, botKey: string): Promise<SetupScript | undefined> {
    const tenant = await this.tenants.one(slug);
    return this.bots.setupOf(tenant.document.bot.platform).script?.(this.facts(tenant), botKey);
  }

  private facts(tenant: StoredTenant): SetupFacts {
    const { bot, engage, handover, ingress, readiness } = this.presenter.view(tenant);
    const { forwardOnlyHandover } = handover;
    const verifyTokenIsPublic = engage.verifyToken === PUBLIC_VERIFY_TOKEN;
    return {
      slug: tenant.document.slug,
      publicUrl: this.config.publicUrl,
      bot,
      engage,
      verifyTokenIsPublic,
      forwardOnlyHandover,
      engageUrl: ingress.engageUrl,
      botBaseUrl: ingress.botBaseUrl,
      urls: ingress,
      events: this.events.needed(),
      missing: readiness.missing,
    };
  }
}
