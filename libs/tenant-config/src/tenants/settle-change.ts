import { Injectable } from '@nestjs/common';
import type { TenantId } from '#kernel';
import { type HeldChange, heldChanges, leftEngage } from '../domain/settings/held-settings.js';
import type { StoredTenant, TenantDocument } from '../domain/stored-tenant.js';
import { HandoversRunning } from '../domain/tenant.errors.js';
import { BotPlatformCatalogue } from '../ports/bot-platform-catalogue.js';
import { RunningWork } from '../ports/running-work.js';
import { SourceFaults } from '../ports/source-faults.js';
import type { SecretChanges } from '../ports/tenant.store.js';
import { missingSettings } from './missing-settings.js';

/** Rejects a change that would break running handovers, and removes what belongs to the former Engage domain or source. */
@Injectable()
export class SettleChange {
  constructor(
    private readonly work: RunningWork,
    private readonly faults: SourceFaults,
    private readonly platforms: BotPlatformCatalogue,
  ) {}

  /**
   * The caller holds the tenant's lock, so that no handover begins meanwhile.
   *
   * @param touchesEngage whether the change includes anything of `engage`
   * @throws HandoversRunning
   */
  async run(
    tenant: StoredTenant,
    after: TenantDocument,
    secrets: SecretChanges,
    touchesEngage: boolean,
  ): Promise<void> {
    await this.refuse(tenant.id, [...heldChanges(tenant.document, after), ...this.withdrawn(tenant, after, secrets)]);
    const left = leftEngage(tenant.document.engage, after.engage);
    if (left) await this.work.leaveEngage(tenant.id, left);
    if (touchesEngage) await this.forgetFaults(tenant);
  }

  /** With the new settings, Engage may accept what it refused; otherwise the next refusal shows the fault again. */
  private async forgetFaults({ id, sourceFaults }: StoredTenant): Promise<void> {
    for (const { sourceId } of sourceFaults) await this.faults.clear(id, sourceId);
  }

  private async refuse(tenantId: TenantId, changes: readonly HeldChange[]): Promise<void> {
    const refused = new Map<string, number>();
    for (const { pointer, ...query } of changes) {
      const unfinished = refused.has(pointer) ? 0 : await this.work.unfinished(tenantId, query);
      if (unfinished > 0) refused.set(pointer, unfinished);
    }
    if (refused.size > 0) throw new HandoversRunning(Math.max(...refused.values()), [...refused.keys()]);
  }

  /** Required settings that the change removes. */
  private withdrawn({ document, secrets }: StoredTenant, after: TenantDocument, changes: SecretChanges): HeldChange[] {
    const names = new Set(Object.keys(secrets));
    const missing = this.missing(document, [...names]);
    for (const [path, value] of changes)
      if (value) names.add(path);
      else names.delete(path);
    return this.missing(after, [...names])
      .filter((path) => !missing.includes(path))
      .map((path) => ({ pointer: `/${path.replaceAll('.', '/')}`, side: path.startsWith('bot.') ? 'bot' : 'engage' }));
  }

  private missing(document: TenantDocument, secrets: readonly string[]): string[] {
    return missingSettings(document, secrets, this.platforms.find(document.bot.platform));
  }
}
