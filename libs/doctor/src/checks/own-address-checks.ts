import { randomBytes } from 'node:crypto';
import { type CheckFinding, failed, passed, type Tenant, warned } from '#tenant-config';
import { OwnAddressUnreachable } from '../domain/own-address-unreachable.error.js';
import type { OwnAddress } from '../ports/own-address.js';

const REACH =
  'Check that the host name of PUBLIC_URL resolves to this service, that the reverse proxy forwards calls, and that its certificate is valid. If only calls from inside your network fail, this is correct: Engage calls from the internet.';

/** Engage calls from elsewhere, so a failure from here proves nothing. */
export async function reachability(address: OwnAddress, publicUrl: string, signal: AbortSignal): Promise<CheckFinding> {
  try {
    const { status } = await address.get(`${publicUrl}/health/live`, signal);
    if (status === 200) return passed(`This service answers at ${publicUrl}.`);
    return failed(
      `Another service answers at ${publicUrl} (HTTP ${status}).`,
      'Correct PUBLIC_URL, or let the reverse proxy forward all its paths to this service.',
    );
  } catch (error) {
    if (error instanceof OwnAddressUnreachable) return failed(error.message, REACH);
    throw error;
  }
}

/**
 * Calls without the webhook's secret: only Engage's own calls may prove that secret.
 *
 * @param engageUrl where Engage verifies the tenant's webhook
 */
export async function verification(
  address: OwnAddress,
  engageUrl: string,
  { engage }: Tenant,
  signal: AbortSignal,
): Promise<CheckFinding> {
  const challenge = randomBytes(12).toString('hex');
  const asked = (token: string): ReturnType<OwnAddress['get']> => {
    const query = { 'hub.mode': 'subscribe', 'hub.challenge': challenge, 'hub.verify_token': token };
    return address.get(`${engageUrl}?${new URLSearchParams(query).toString()}`, signal);
  };
  const [right, wrong] = await Promise.all([asked(engage.verifyToken), asked(challenge)]);
  if (right.status !== 200 || right.text !== challenge)
    return failed(
      `${engageUrl} does not pass Engage's verification (HTTP ${right.status}).`,
      'A disabled tenant answers 404. Otherwise let the reverse proxy forward path and query unchanged.',
    );
  if (wrong.status === 403) return passed('It answers the challenge, and refuses a wrong verification token.');
  return warned(
    `${engageUrl} answers a wrong verification token with HTTP ${wrong.status} instead of 403.`,
    'Check the proxies in front of this service: they must not answer, cache or change these calls.',
  );
}
