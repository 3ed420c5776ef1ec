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

/** Engage counts a blank preview as missing; this shows the agent that something is typed, not what. */
const HIDDEN_PREVIEW = '…';
/** What is fine once Engage looks at the message itself. */
const REALTIME: readonly OutboundTraffic[] = ['realtime-source', 'realtime-token', 'realtime-action'];
/** Wide enough for the page of a host that is not Engage; a lane does not wait for more than it takes to be sent. */
const CONFIRMATION: BodyLimits = { mostBytes: 1024 * 1024, withinMs: 2_000 };

/**
 * Engage's Send API: pushes into the tenant's source. Engage says `ok` once it took the call, imports afterwards and gives no
 * ids back. Calls must be sent one after the other where order matters.
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

  /** Creates the identity or refreshes it. */
  createUser(tenant: Tenant, params: JsonObject, signal: AbortSignal): Promise<void> {
    return this.send(tenant, 'users.create', params, signal);
  }

  /** @param messageId the id that we answered to Engage's `messages.create` */
  markAsRead(tenant: Tenant, messageId: string, signal: AbortSignal): Promise<void> {
    return this.send(tenant, 'status.mark_as_read', { id: messageId }, signal);
  }

  /** Engage takes one start per thread in two seconds. @param preview the text typed so far, which agents see */
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

  /** While the token is rotated, Engage may still have the one before: it refuses a signature without having done anything. */
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
    else this.traffic.accepted(tenant.id, ...REALTIME); // it was about the message
  }
}

/**
 * Engage says `ok` with its 200. Any 2xx has taken the call, also one that says nothing or breaks off: there are no ids to be
 * missed. Only a whole answer that says something else is no answer of the Send API.
 */
function confirms({ text, end }: ReadBody): boolean {
  return end !== 'whole' || ['', 'ok', '"ok"'].includes(text.trim());
}
