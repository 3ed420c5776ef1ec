import { type CheckFinding, failed, passed, warned } from '#tenant-config';
import { isLocalHost } from '#web';

const FIX =
  'Set the environment variable PUBLIC_URL to the https address under which the internet reaches this service, restart it, and save the new Base URI in the source and the webhook of Engage.';

/**
 * Whether Engage could call this address. An Engage on a private network, such as the simulator, needs no public one.
 *
 * @param engageUrl the tenant's; undefined: not set yet
 */
export function publicUrlFinding(publicUrl: string, engageUrl: string | undefined): CheckFinding {
  const { protocol, hostname } = new URL(publicUrl);
  const faults = [
    ...(protocol === 'https:' ? [] : ['is not https']),
    ...(isLocalHost(hostname) ? ['is an address that only this network knows'] : []),
  ];
  if (faults.length === 0) return passed(`${publicUrl} is a public https address.`);
  const detail = `PUBLIC_URL (${publicUrl}) ${faults.join(' and ')}.`;
  if (engageUrl !== undefined && isLocalHost(new URL(engageUrl).hostname))
    return warned(`${detail} This works only for an Engage on this network, not for RingCentral's.`, FIX);
  return failed(`${detail} Engage cannot call it.`, FIX);
}
