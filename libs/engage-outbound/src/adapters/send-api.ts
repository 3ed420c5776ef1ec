import { Injectable } from '@nestjs/common';
import type { ForeignId, JsonObject } from '#kernel';
import type { Tenant } from '#tenant-config';
import { configured } from '../application/configured.js';
import { EngageUnavailable } from '../application/engage.errors.js';
import { sign, SIGNATURE_HEADER } from '../application/sign.js';
import { EngageHttp } from './engage-http.js';

/** Engage counts a blank preview as missing; this shows the agent that something is typed, not what. */
const HIDDEN_PREVIEW = '…';

/**
 * Engage's Send API: pushes into the tenant's source. Engage says `ok` once it took the call, imports afterwards and gives no
 * ids back. Calls must be sent one after the other where order matters.
 */
@Injectable()
export class SendApi {
  constructor(private readonly http: EngageHttp) {}

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
    const { realtimeEndpointUrl: url, realtimeAccessToken: credential } = configured(
      tenant,
      'realtimeEndpointUrl',
      'realtimeAccessToken',
    );
    const body = JSON.stringify({ action, params });
    const headers = { 'Content-Type': 'application/json', [SIGNATURE_HEADER]: sign(body, credential) };
    const { status, text } = await this.http.exchange(
      { method: 'POST', url, headers, body, credential, mayQuote: true },
      signal,
    );
    if (status !== 200 || text.trim() !== 'ok')
      throw new EngageUnavailable(`${new URL(url).host} did not confirm ${action} with "ok" (HTTP ${status}).`);
  }
}
