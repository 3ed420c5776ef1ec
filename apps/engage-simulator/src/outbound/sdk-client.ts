import { Injectable } from '@nestjs/common';
import { Ledger } from '../control/ledger.js';
import { EngageState } from '../domain/state/engage-state.js';
import { SimClock } from '../domain/sim-clock.js';
import { writeJson } from '../domain/state/write-json.js';
import { OutboundHttp, type OutboundAnswer } from './outbound-http.js';
import { isSignedBy, sign, SIGNATURE_HEADER } from './signature.js';

export type SdkOutcome =
  | { readonly ok: true; readonly value: unknown }
  /** `fatal`: the connector answered that a repeat would not help. */
  | { readonly ok: false; readonly fatal: boolean; readonly reason: string };

const failed = (reason: string, fatal = false): SdkOutcome => ({ ok: false, fatal, reason });

/** Calls the source's Base URI: `{ action, params, time }`, signed over the bytes sent. */
@Injectable()
export class SdkClient {
  constructor(
    private readonly state: EngageState,
    private readonly http: OutboundHttp,
    private readonly clock: SimClock,
    private readonly ledger: Ledger,
  ) {}

  async call(sourceId: string, action: string, params?: Record<string, unknown>, attempt = 1): Promise<SdkOutcome> {
    const settings = this.state.sdk[sourceId];
    if (!settings?.base_uri) return failed('Source has no Base URI');
    const request = { action, ...(params ? { params } : {}), time: this.clock.iso().replace(/\.\d+Z$/, 'Z') };
    const body = writeJson(request);
    const { signatureIn, timeoutMs } = this.state.switches.sdk;
    const url = new URL(settings.base_uri);
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (signatureIn === 'query') url.searchParams.set('signature', sign(body, settings.access_token));
    else headers[SIGNATURE_HEADER] = sign(body, settings.access_token);
    const answer = await this.http.send({
      on: 'sdk',
      name: action,
      method: 'POST',
      url: url.href,
      headers,
      body,
      timeoutMs,
    });
    const outcome = this.judge(answer, settings.access_token);
    const error = outcome.ok ? answer.error : outcome.reason;
    const { status, fault } = answer;
    this.ledger.add({
      kind: 'sdk',
      name: action,
      url: settings.base_uri,
      request,
      status,
      response: answer.body.toString('utf8'),
      attempt,
      ...(error ? { error } : {}),
      ...(fault ? { fault } : {}),
    });
    return outcome;
  }

  private judge(answer: OutboundAnswer, accessToken: string): SdkOutcome {
    if (answer.status === 0) return failed(answer.error ?? 'No answer');
    const signed = isSignedBy(answer.body, answer.headers.get(SIGNATURE_HEADER) ?? undefined, accessToken);
    if (!signed && this.state.switches.sdk.verifyAnswers && answer.status < 300) return failed('Answer is not signed');
    const value = parse(answer.body);
    const refusal = resourceError(value);
    if (refusal) return failed(refusal.message, refusal.fatal);
    if (answer.status < 200 || answer.status > 299) return failed(`Status ${answer.status}`);
    return { ok: true, value };
  }
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return undefined; // an empty or foreign body: the action decides whether that is enough
  }
}

/** `{ "error": { "fatal", "message" } }`, on any status. */
function resourceError(value: unknown): { fatal: boolean; message: string } | undefined {
  const error = (value as { error?: unknown } | null | undefined)?.error;
  if (typeof error !== 'object' || error === null) return undefined;
  const { fatal, message } = error as { fatal?: unknown; message?: unknown };
  return { fatal: fatal === true, message: typeof message === 'string' ? message : 'Resource error' };
}
