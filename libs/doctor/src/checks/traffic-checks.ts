import {
  type Check,
  type CheckFinding,
  checksOf,
  engageMenu,
  failed,
  type InboundTraffic,
  passed,
  skipped,
  type Tenant,
  warned,
} from '#tenant-config';
import { TRAFFIC_CHECKS } from '../domain/catalogue.js';
import { isRefusing, type TrafficMark } from '../domain/traffic-mark.js';

/**
 * Engage reads the capabilities at each synchronisation, every one to three minutes; a mark is up to five minutes old.
 */
const ASKS_WITHIN_S = 15 * 60;
/** Anyone can call a public address: while Engage's calls are accepted, a refused call may come from someone else. */
const STRANGER_WITHIN_S = 15 * 60;

const SOURCES = engageMenu('sources');

/** A call with a wrong time is reported for this long. */
const NOTED_WITHIN_S = 24 * 3_600;

type Judged = Exclude<InboundTraffic, 'capabilities' | 'call-times'>;

const FIXES: Readonly<Record<Judged, string>> = {
  'sdk-calls': `Copy the access token from the page of the source, in ${SOURCES}, to engage.realtimeAccessToken, then save the source again.`,
  webhooks: `Put the value of engage.webhookSecret into the field "Secret" of the webhook, in ${engageMenu('webhooks')}, or set engage.webhookSecret to the one that is there.`,
};

/** @param marks the marks of the tenant; read once */
export function trafficChecks({ engage }: Tenant, marks: () => Promise<readonly TrafficMark[]>): Check[] {
  const markOf = async (subject: InboundTraffic): Promise<TrafficMark> =>
    (await marks()).find((mark) => mark.subject === subject) ?? { subject };
  const hasSource = engage.sourceId !== undefined || engage.nativeSourceIds.length === 0;
  const noSource = skipped('All customers of this tenant are on sources that Engage serves itself.');
  return checksOf(TRAFFIC_CHECKS, {
    'capabilities-read': async () => (hasSource ? capabilitiesFinding(await markOf('capabilities')) : noSource),
    'sdk-signature': async () => credentialsFinding('sdk-calls', await markOf('sdk-calls')),
    'webhook-secret': async () => credentialsFinding('webhooks', await markOf('webhooks')),
    'call-times': async () => callTimesFinding(await markOf('call-times')),
  });
}

/** What a mark says about the credentials in calls. */
export function credentialsFinding(subject: Judged, mark: TrafficMark): CheckFinding {
  const { acceptedAgo, refusedAgo, reason = 'The credentials were refused.' } = mark;
  if (acceptedAgo === undefined && refusedAgo === undefined) return skipped('There was no such call yet.');
  if (!isRefusing(mark)) return passed(`The last call was accepted, ${ago(acceptedAgo)}.`);
  const detail = `${reason} (${ago(refusedAgo)})`;
  if (acceptedAgo === undefined || acceptedAgo > STRANGER_WITHIN_S) return failed(detail, FIXES[subject]);
  return warned(`${detail} Earlier calls were accepted, so the caller may be someone else.`, FIXES[subject]);
}

/** What a mark says about the times in Engage's calls. */
export function callTimesFinding({
  refusedAgo,
  reason = 'A call with a wrong time was received.',
}: TrafficMark): CheckFinding {
  if (refusedAgo === undefined || refusedAgo > NOTED_WITHIN_S)
    return passed('No call with a wrong time was received in the last 24 hours.');
  return warned(
    `${reason} (${ago(refusedAgo)})`,
    'Check the clock of this machine. If it is right, someone may send recorded calls again: rotate engage.webhookSecret and the access token of the source, and set engage.replayWindow to enforce.',
  );
}

function capabilitiesFinding({ acceptedAgo }: TrafficMark): CheckFinding {
  const fix = `Set Base URI on the page of the source, in ${SOURCES}, to ingress.engageUrl of the tenant and save it: Engage then asks at once.`;
  if (acceptedAgo === undefined)
    return failed(
      'Engage has never asked what this service implements (implementation.info): agents cannot reply.',
      fix,
    );
  const detail = `Engage has asked what this service implements ${ago(acceptedAgo)}.`;
  return acceptedAgo <= ASKS_WITHIN_S ? passed(detail) : warned(detail, `See that the source is active. ${fix}`);
}

function ago(seconds = 0): string {
  if (seconds < 120) return `${Math.round(seconds)} s ago`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min ago` : `${Math.round(seconds / 3_600)} h ago`;
}
