import { DestinationOutage, ServicePaused } from '#delivery';
import { EngageUnavailable, EngageUnreadable, type RateUsage } from '#engage-outbound';
import { AppError, type Clock } from '#kernel';
import { type Check, type CheckFinding, checksOf, engageMenu, failed, passed, skipped, warned } from '#tenant-config';
import type { EngageFacts } from '../../application/engage-facts.js';
import { DOMAIN_CHECKS } from '../../domain/catalogue.js';
import { clockFinding } from '../clock-skew.js';

/** Part of the allowance above which tenants wait for their share. */
const BUSY = 0.8;

/** @param usage of the domain's REST calls */
export function domainChecks(facts: EngageFacts, clock: Clock, usage: (domain: string) => Promise<RateUsage>): Check[] {
  const askedAt = clock.now();
  return checksOf(DOMAIN_CHECKS, {
    'engage-reachable': () => reachability(facts),
    'engage-host': () => hostKind(facts),
    'engage-token': () => token(facts),
    'engage-clock': () => engageClock(facts, askedAt, clock),
    'rate-budget': () => rateBudget(facts, usage),
  });
}

async function reachability(facts: EngageFacts): Promise<CheckFinding> {
  const { baseApiUrl = '' } = facts.tenant.engage;
  try {
    await facts.domain();
    return passed(`${baseApiUrl} answers.`);
  } catch (error) {
    if (error instanceof EngageUnavailable && !(error instanceof EngageUnreadable))
      return failed(
        error.message,
        'Engage has a fault: run the checks again in a few minutes. If it stays, report it to the support of RingCentral.',
      );
    if (error instanceof DestinationOutage || error instanceof ServicePaused || error instanceof EngageUnreadable)
      return failed(
        error.message,
        'Compare engage.baseApiUrl with the address in your browser when you work in Engage, and check that this service can call the internet.',
      );
    if (error instanceof AppError && error.code === 'outbound.forbidden-address')
      return failed(
        error.message,
        'Set engage.baseApiUrl to the address of your domain, e.g. acme.engagement.dimelo.com.',
      );
    throw error;
  }
}

async function hostKind(facts: EngageFacts): Promise<CheckFinding> {
  const domain = await facts.domain();
  if (domain.kind !== 'not-engage') return passed('It answers as the REST API of Engage.');
  return failed(
    `engage.baseApiUrl is not the address of Engage's REST API. ${domain.reason}`,
    'Set engage.baseApiUrl to the address of your domain, e.g. acme.engagement.dimelo.com or acme.digital.ringcentral.com.',
  );
}

async function token(facts: EngageFacts): Promise<CheckFinding> {
  const domain = await facts.domain();
  if (domain.kind === 'engage') return passed('Engage accepts the token.');
  return failed(
    `Engage does not accept engage.apiAccessToken. ${domain.kind === 'token-refused' ? domain.reason : ''}`.trimEnd(),
    `Copy the token from ${engageMenu('apiTokens')} and set engage.apiAccessToken. Its user must be enabled.`,
  );
}

/** The header has no fraction of a second, so one second of difference is allowed. */
async function engageClock(facts: EngageFacts, askedAt: Date, clock: Clock): Promise<CheckFinding> {
  const domain = await facts.domain();
  if (domain.kind !== 'engage' || !domain.date) return skipped("Engage's answer has no Date header.");
  const earliest = new Date(Math.floor(askedAt.getTime() / 1_000) * 1_000);
  return clockFinding('Engage', { theirs: domain.date, askedAt: earliest, answeredAt: clock.now() });
}

async function rateBudget(
  { tenant }: EngageFacts,
  usage: (domain: string) => Promise<RateUsage>,
): Promise<CheckFinding> {
  const { baseApiUrl } = tenant.engage;
  if (!baseApiUrl) return skipped('engage.baseApiUrl is not set yet.');
  const { calls, allowed, blocked } = await usage(new URL(baseApiUrl).host);
  const detail = `${calls} of ${allowed} REST calls were used in the last minute.`;
  if (!blocked && calls < allowed * BUSY) return passed(detail);
  return warned(
    blocked ? `${detail} Engage has asked us to wait (HTTP 429).` : detail,
    'Check which other programs use API access tokens of this domain. If you have many handovers, ask RingCentral for a higher limit.',
  );
}
