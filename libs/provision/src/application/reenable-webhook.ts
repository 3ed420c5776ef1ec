import { Injectable } from '@nestjs/common';
import { AppConfig } from '#config';
import { EngageAdministration } from '#engage-outbound';
import { Pauses } from '#database';
import type { TenantId } from '#kernel';
import { type Tenant, TenantDirectory } from '#tenant-config';
import { isStopped, webhookOf, wantedWebhook } from '../domain/stages/webhook.js';
import { ProvisionedThings } from '../ports/provisioned-things.js';
import { isSwitchedOffByUs, updateWebhook } from './effects/webhook-effects.js';
import { PatientEngage } from './patient-engage.js';
import { RunNotes } from './run-notes.js';
import { domainOf, siteOf } from './site-of.js';
import { WebhookRepairs } from './webhook-repairs.js';

/**
 * Activates a tenant's webhook again with the calls of provisioning. The sweep over open handovers finds the events
 * that were missed in the meantime.
 */
@Injectable()
export class ReenableWebhook {
  constructor(
    private readonly engage: EngageAdministration,
    private readonly things: ProvisionedThings,
    private readonly directory: TenantDirectory,
    private readonly pauses: Pauses,
    private readonly repairs: WebhookRepairs,
    private readonly config: AppConfig,
  ) {}

  /**
   * @returns whether it was suspended, and is active now
   * @throws if Engage does not activate it; the tenant's health also shows the error
   */
  async run(tenantId: TenantId, signal: AbortSignal): Promise<boolean> {
    const tenant = await this.directory.byId(tenantId);
    if (!tenant?.engage.reenableWebhook) return false;
    try {
      if (!(await this.restart(tenant, signal))) return false;
    } catch (error) {
      await this.repairs.failed(tenantId, error);
      throw error;
    }
    await this.repairs.done(tenant);
    return true;
  }

  private async restart(tenant: Tenant, signal: AbortSignal): Promise<boolean> {
    const site = siteOf(tenant, `${this.config.publicUrl}/handover/rce/${tenant.slug}`);
    const notes = await RunNotes.read(this.things, tenant.id, domainOf(site));
    const engage = new PatientEngage(this.engage, tenant, signal, this.pauses);
    const all = await engage.call((api, context) => api.webhooks(context), 'background');
    const found = webhookOf(all, site, notes.ownership);
    if (!found) return false;
    const isOurs = isSwitchedOffByUs(notes, found.id);
    if (found.active ? !isStopped(found) : !isOurs) return false; // active again, or switched off by hand
    const change = { type: 'update-webhook', id: found.id, webhook: wantedWebhook(site), restart: true } as const;
    await this.repairs.begins(tenant);
    await updateWebhook({ tenant, site, engage, notes }, change);
    return true;
  }
}
