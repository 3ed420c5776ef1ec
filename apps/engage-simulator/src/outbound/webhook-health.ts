import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Ledger } from '../control/ledger.js';
import { EngageState } from '../domain/state/engage-state.js';
import { Journal } from '../domain/exchange/journal.js';
import type { WebhookRecord } from '../domain/state/model.js';
import { SimClock } from '../domain/sim-clock.js';
import { OutboundHttp } from './outbound-http.js';

/** Decides whether a webhook is called: after its verification, and while it does not fail too often. */
@Injectable()
export class WebhookHealth {
  private readonly outcomes = new Map<string, boolean[]>();
  private readonly resumeAt = new Map<string, number>();

  constructor(
    private readonly state: EngageState,
    private readonly http: OutboundHttp,
    private readonly clock: SimClock,
    private readonly ledger: Ledger,
    private readonly journal: Journal,
  ) {}

  /** Events of a suspended webhook are lost, except the one that probes it after the pause. */
  accepts(webhook: WebhookRecord, type: string): boolean {
    return webhook.active && webhook.registered_events.includes(type) && this.mayCall(webhook);
  }

  mayCall(webhook: WebhookRecord): boolean {
    if (webhook.webhook_status === 'enabled') return true;
    return webhook.webhook_status === 'suspended' && this.clock.millis() >= (this.resumeAt.get(webhook.id) ?? 0);
  }

  record(webhook: WebhookRecord, success: boolean): void {
    const { window, failureRatio } = this.state.switches.webhooks.suspension;
    if (webhook.webhook_status === 'suspended') {
      if (success) this.restore(webhook);
      else this.suspend(webhook);
      return;
    }
    const outcomes = [...(this.outcomes.get(webhook.id) ?? []), success].slice(-window);
    this.outcomes.set(webhook.id, outcomes);
    const failures = outcomes.filter((outcome) => !outcome).length;
    if (outcomes.length >= window && failures / window >= failureRatio) this.suspend(webhook);
  }

  /**
   * Asks the URL to echo a challenge; only a 200 with exactly the challenge enables the webhook, everything else
   * disables it.
   */
  async verify(webhook: WebhookRecord): Promise<void> {
    webhook.webhook_status = 'pending';
    const challenge = randomBytes(12).toString('hex');
    const url = new URL(webhook.url);
    url.searchParams.set('hub.mode', 'subscribe');
    url.searchParams.set('hub.challenge', challenge);
    url.searchParams.set('hub.verify_token', webhook.verify_token ?? '');
    const headers = {
      'content-type': 'application/json',
      ...(webhook.secret ? { 'x-dimelo-secret': webhook.secret } : {}),
    };
    const answer = await this.http.send({
      name: 'verification',
      method: 'GET',
      url: url.href,
      headers,
      timeoutMs: this.state.switches.webhooks.timeoutMs,
    });
    const verified = answer.status === 200 && answer.body.toString('utf8').trim() === challenge;
    this.ledger.add({
      kind: 'verification',
      name: verified ? 'verified' : 'refused',
      url: webhook.url,
      status: answer.status,
      ...(answer.error ? { error: answer.error } : {}),
    });
    Object.assign(webhook, { active: verified, webhook_status: verified ? 'enabled' : 'disabled' });
  }

  private suspend(webhook: WebhookRecord): void {
    this.outcomes.delete(webhook.id);
    webhook.webhook_status = 'suspended';
    this.resumeAt.set(webhook.id, this.clock.millis() + this.state.switches.webhooks.suspension.pauseSeconds * 1000);
    this.journal.notice('webhook.suspended', webhook.url);
  }

  private restore(webhook: WebhookRecord): void {
    webhook.webhook_status = 'enabled';
    this.journal.notice('webhook.restored', webhook.url);
  }
}
