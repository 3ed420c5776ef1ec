import type { Circuits } from '#delivery';
import { SystemClock } from '#kernel';
import type { Check, CheckResult } from '#tenant-config';
import { OutboundClient } from '#web';
import { CheckRun } from '../../../doctor/src/application/check-run.js';
import { BotHttpClient } from '../adapters/bot-http-client.js';

export const testClock = new SystemClock();

/** A client that can only probe, over real HTTP. */
export function probingClient(): BotHttpClient {
  return new BotHttpClient(new OutboundClient(), testClock, {} as Circuits);
}

/** Runs the checks as the doctor does, and names those that have not passed. */
export async function notPassed(checks: readonly Check[]): Promise<Record<string, CheckResult['status']>> {
  const results = await new CheckRun(checks, AbortSignal.timeout(20_000)).run();
  return Object.fromEntries(results.filter(({ status }) => status !== 'pass').map(({ id, status }) => [id, status]));
}
