import { Injectable } from '@nestjs/common';
import { newId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { EngageRefused } from '../application/engage.errors.js';
import { refusedPart, refusesTheSource } from '../application/setting-errors.js';
import { SendApi } from './send-api.js';

/** The result of a signed call to the Send API. */
export type RealtimeAnswer =
  | { readonly kind: 'accepted' | 'signature-refused' | 'action-refused' }
  /** The address does not belong to an active source. */
  | { readonly kind: 'elsewhere'; readonly reason: string };

/** Finds out whether the tenant's realtime endpoint accepts our calls, by one that changes nothing. */
@Injectable()
export class EngageRealtimeProbe {
  constructor(private readonly sendApi: SendApi) {}

  /**
   * Marks a message as read that does not exist: Engage checks the source, the signature and the action before it looks
   * for the message.
   *
   * @throws when nothing answers, Engage fails, or settings are missing
   */
  async ask(tenant: Tenant, signal: AbortSignal): Promise<RealtimeAnswer> {
    try {
      await this.sendApi.markAsRead(tenant, `connection-check-${newId()}`, signal);
      return { kind: 'accepted' };
    } catch (error) {
      if (!(error instanceof EngageRefused)) throw error;
      return refusesTheSource(error) ? judged(error) : { kind: 'accepted' }; // else Engage refused only the message
    }
  }
}

function judged(refusal: EngageRefused): RealtimeAnswer {
  const part = refusedPart(refusal);
  if (part === 'realtime-source') return { kind: 'elsewhere', reason: refusal.message };
  return { kind: part === 'realtime-token' ? 'signature-refused' : 'action-refused' };
}
