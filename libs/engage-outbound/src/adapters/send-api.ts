import { Injectable, Optional } from '@nestjs/common';
import { Circuits } from '#delivery';
import type { ForeignId, JsonObject, Secret } from '#kernel';
import {
  type OutboundTraffic,
  type Tenant,
  TenantIncomplete,
  Traffic,
  UnwatchedTraffic,
  validSecrets,
} from '#tenant-config';
import type { BodyLimits, ReadBody } from '#web';
import { configured } from '../application/configured.js';
import { EngageRefused, EngageUnavailable } from '../application/engage.errors.js';
import { engageSendApi } from '../application/engage-services.js';
import { refusedPart, refusesTheSource } from '../application/setting-errors.js';
import { sign, SIGNATURE_HEADER } from '../application/sign.js';
import { type EngageAnswer, EngageHttp } from './engage-http.js';

/** Engage counts a blank preview as missing; this one shows the agent that the customer types, but not the text. */
const HIDDEN_PREVIEW = '…';
/** What Engage has accepted once it checks the message itself. */
const REALTIME: readonly OutboundTraffic[] = ['realtime-source', 'realtime-token', 'realtime-action'];
/** Large enough for the page of a host that is not Engage; short enough not to hold up a lane. */
const CONFIRMATION: BodyLimits = { mostBytes: 1024 * 1024, withinMs: 2_000 };

/**
 * Engage's Send API: pushes into the tenant's source. Engage answers `ok` once it has accepted the call, imports later
 * and returns no ids. Where order matters, calls must be sent one after the other.
 */
@Injectable()
export class SendApi {
  constructor(
    private readonly http: EngageHttp,
    private readonly circuits: Circuits,
    @Optional() private readonly traffic: Traffic = new UnwatchedTraffic(),
  ) {}

  createMessage(tenant: Tenant, params: JsonObject, signal: AbortSignal): Promise<void> {
    return this.send(tenant, 'messages.create', params, signal);
  }

  /** Creates or updates the identity. */
  createUser(tenant: Tenant, params: JsonObject, signal: AbortSignal): Promise<void> {
    return this.send(tenant, 'users.create', params, signal);
  }

  /** @param messageId the id that we returned for Engage's `messages.create` */
  markAsRead(tenant: Tenant, messageId: string, signal: AbortSignal): Promise<void> {
    return this.send(tenant, 'status.mark_as_read', { id: messageId }, signal);
  }

  /** Engage accepts one start per thread in two seconds. @param preview the text typed so far, which agents see */
  startTyping(tenant: Tenant, threadId: ForeignId, preview: string, signal: AbortSignal): Promise<void> {
    const shown = preview.trim() === '' ? HIDDEN_PREVIEW : preview;
    return this.send(tenant, 'typing.start', { thread_id: threadId, preview: shown }, signal);
  }

  stopTyping(tenant: Tenant, threadId: ForeignId, signal: AbortSignal): Promise<void> {
    return this.send(tenant, 'typing.stop', { thread_id: threadId }, signal);
  }

  private async send(tenant: Tenant, action: string, params: JsonObject, signal: AbortSignal): Promise<void> {
    const { realtimeEndpointUrl: url } = configured(tenant, 'realtimeEndpointUrl', 'realtimeAccessToken');
    const tokens = validSecrets(tenant, 'engage.realtimeAccessToken');
    const body = JSON.stringify({ action, params });
    const { host } = new URL(url);
    const line = { tenantId: tenant.id, service: engageSendApi(host) };
    const { status, body: said } = await this.circuits
      .run(line, () => this.exchange(url, body, tokens, signal), signal)
      .catch((error: unknown) => {
        this.watch(tenant, error);
        throw error;
      });
    if (!confirms(said))
      throw new EngageUnavailable(
        `${host} did not confirm ${action} with "ok" (HTTP ${status}). Check engage.realtimeEndpointUrl.`,
      );
    this.traffic.accepted(tenant.id, ...REALTIME);
  }

  /**
   * During a rotation of the token, Engage may still have the previous one. A call with a refused signature has no
   * effect, so it can be repeated.
   */
  private async exchange(
    url: string,
    body: string,
    [credential, ...former]: readonly Secret[],
    signal: AbortSignal,
  ): Promise<EngageAnswer> {
    if (!credential) throw new TenantIncomplete(['engage.realtimeAccessToken']);
    const headers = { 'Content-Type': 'application/json', [SIGNATURE_HEADER]: sign(body, credential) };
    const call = { method: 'POST', url, headers, body, credential, mayQuote: true, reads: CONFIRMATION } as const;
    try {
      return await this.http.exchange(call, signal);
    } catch (error) {
      const isSignature =
        error instanceof EngageRefused && refusesTheSource(error) && refusedPart(error) === 'realtime-token';
      if (isSignature && former.length > 0) return this.exchange(url, body, former, signal);
      throw error;
    }
  }

  private watch(tenant: Tenant, error: unknown): void {
    if (!(error instanceof EngageRefused)) return;
    if (refusesTheSource(error)) this.traffic.refused(tenant.id, refusedPart(error), error.message);
    else this.traffic.accepted(tenant.id, ...REALTIME); // Engage refused only the message
  }
}

/**
 * Engage answers `ok` with its 200. Any 2xx means that the call was accepted, even if the body is empty or breaks off:
 * it contains no ids. Only a complete answer with another text is not an answer of the Send API.
 */
function confirms({ text, end }: ReadBody): boolean {
  return end !== 'whole' || ['', 'ok', '"ok"'].includes(text.trim());
}
