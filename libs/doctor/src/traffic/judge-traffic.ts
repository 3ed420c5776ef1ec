import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { BotPlatformRegistry } from '#bot-platforms';
import type { TenantId } from '#kernel';
import {
  type CheckResult,
  failed,
  INBOUND_TRAFFIC,
  type InboundTraffic,
  type OutboundTraffic,
  passed,
  type Tenant,
  TenantDirectory,
  type TrafficSubject,
} from '#tenant-config';
import { callTimesFinding, credentialsFinding } from '../checks/traffic-checks.js';
import { type CheckIn, DOMAIN_CHECKS, SOURCE_CHECKS, TRAFFIC_CHECKS } from '../domain/catalogue.js';
import { forTenant } from '../domain/for-tenant.js';
import { TrafficMarks } from '../ports/traffic-marks.js';

const RERUN = 'Run POST /admin/tenants/{slug}/checks: it says what to do.';

/** The result of a check that follows from one call of ordinary traffic. */
@Injectable()
export class JudgeTraffic {
  constructor(
    private readonly marks: TrafficMarks,
    private readonly directory: TenantDirectory,
    private readonly modules: ModuleRef,
  ) {}

  /**
   * @param refusal absent: the call was accepted
   * @returns undefined if one call decides nothing, or the tenant has been deleted
   */
  async run(tenantId: TenantId, subject: TrafficSubject, refusal?: string): Promise<CheckResult | undefined> {
    if (isInbound(subject)) return this.inbound(tenantId, subject, refusal);
    const tenant = await this.directory.byId(tenantId);
    const check = tenant && this.outboundCheck(tenant, subject);
    const finding = refusal === undefined ? passed('The last call was accepted.') : failed(refusal, RERUN);
    return check && forTenant(tenant.slug, { ...check, ...finding });
  }

  /** Missing calls of Engage are found by examinations, not by calls. */
  private async inbound(
    tenantId: TenantId,
    subject: InboundTraffic,
    refusal?: string,
  ): Promise<CheckResult | undefined> {
    await this.marks.note(tenantId, subject, refusal);
    if (subject === 'capabilities') return undefined;
    const mark = (await this.marks.of(tenantId)).find((one) => one.subject === subject);
    if (subject === 'call-times')
      return mark && { id: subject, title: TRAFFIC_CHECKS[subject].title, ...callTimesFinding(mark) };
    const id = subject === 'webhooks' ? 'webhook-secret' : 'sdk-signature';
    return mark && { id, title: TRAFFIC_CHECKS[id].title, ...credentialsFinding(subject, mark) };
  }

  private outboundCheck(tenant: Tenant, subject: OutboundTraffic): CheckIn | undefined {
    if (subject === 'engage-token') return { id: subject, title: DOMAIN_CHECKS[subject].title };
    if (subject !== 'bot-credentials') return { id: subject, title: SOURCE_CHECKS[subject].title };
    // resolved late: the platforms' own calls are part of the traffic
    return this.modules.get(BotPlatformRegistry, { strict: false }).credentialsCheckOf(tenant);
  }
}

function isInbound(subject: TrafficSubject): subject is InboundTraffic {
  return INBOUND_TRAFFIC.some((one) => one === subject);
}
