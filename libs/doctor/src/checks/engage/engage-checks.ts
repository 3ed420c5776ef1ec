import { Injectable } from '@nestjs/common';
import {
  EngageAdministration,
  EngageDomainProbe,
  EngageRealtimeProbe,
  RateGovernor,
  type RestContext,
} from '#engage-outbound';
import { Clock } from '#kernel';
import type { Check, TenantView } from '#tenant-config';
import { EngageFacts } from '../../application/engage-facts.js';
import { once } from '../../application/once.js';
import { categoryChecks } from './category-checks.js';
import { domainChecks } from './domain-checks.js';
import { peopleChecks } from './people-checks.js';
import { rightChecks } from './right-checks.js';
import { sourceChecks } from './source-checks.js';
import { webhookChecks } from './webhook-checks.js';

/** Checks of the Engage side. The checks of one call share the data that they read, see `EngageFacts`. */
@Injectable()
export class EngageChecks {
  constructor(
    private readonly administration: EngageAdministration,
    private readonly probe: EngageDomainProbe,
    private readonly realtime: EngageRealtimeProbe,
    private readonly governor: RateGovernor,
    private readonly clock: Clock,
  ) {}

  of(context: RestContext, { ingress, readiness }: TenantView): Check[] {
    const facts = new EngageFacts(this.administration, this.probe, context);
    const realtime = once(() => this.realtime.ask(context.tenant, context.signal));
    return [
      ...domainChecks(facts, this.clock, (domain) => this.governor.usage(domain)),
      ...rightChecks(facts),
      ...categoryChecks(facts),
      ...sourceChecks(facts, realtime),
      ...webhookChecks(facts, ingress.engageUrl),
      ...peopleChecks(facts, readiness.sourceFaults),
    ];
  }
}
