import { Injectable } from '@nestjs/common';
import type { EngageThreadId, HandoverId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Conversation, EngageThread } from '#handover-rules';
import { ApplyEarlyEvents } from '../engage-inbound/apply-early-events.js';
import { DecideFact } from '../intake/decide-fact.js';
import { SettingFaults } from './setting-faults.js';

/** Records the steps of a start in Engage. The caller holds the conversation's lock, and has checked that the handover is running. */
@Injectable()
export class StartSteps {
  constructor(
    private readonly facts: DecideFact,
    private readonly early: ApplyEarlyEvents,
    private readonly settings: SettingFaults,
  ) {}

  /** @returns the categories to give the thread */
  plan(tenant: Tenant, conversation: Conversation, thread: EngageThread): Promise<readonly string[]> {
    return this.facts.run(tenant, conversation, { type: 'start-planned', thread });
  }

  /** Engage has the conversation: events that arrived too early can be decided now. */
  async confirm(tenant: Tenant, conversation: Conversation, of: HandoverId, threadId: EngageThreadId): Promise<void> {
    await this.facts.run(tenant, conversation, { type: 'start-confirmed', of, threadId });
    await this.settings.clear(tenant, conversation);
    await this.early.run(tenant, conversation, threadId);
  }
}
