import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { PuppetIdentity, Tenant } from '#tenant-config';
import type { Conversation, EngageAuthor, JournalEntry } from '#handover-rules';
import type { Identity } from '../ports/identity-store.js';
import { CustomerProfile } from './customer-profile.js';

export interface Customer extends Pick<Conversation, 'userId'> {
  /** If it was read already; a new customer gets a new one. */
  readonly known?: Identity | undefined;
}

/** The authors of messages to Engage: the customer with their profile, the bot, or the puppet of the agents. */
@Injectable()
export class EngageAuthors {
  constructor(
    private readonly database: Database,
    private readonly profiles: CustomerProfile,
  ) {}

  async of(tenant: Tenant, customer: Customer, author: JournalEntry['author']): Promise<EngageAuthor> {
    if (author === 'user') return this.customer(tenant, customer);
    return puppet(tenant, author === 'agent' ? tenant.engage.agentIdentity : tenant.engage.botIdentity);
  }

  async customer(tenant: Tenant, { userId, known }: Customer): Promise<EngageAuthor> {
    const identity = known ?? (await this.database.inTenant(tenant.id, () => this.profiles.known(tenant, userId)));
    const { foreignId, userFields, contextData, createdAt, updatedAt } = identity;
    return { id: foreignId, puppetizable: false, fields: userFields, contextData, createdAt, updatedAt };
  }
}

function puppet(tenant: Tenant, { id, screenname, avatarUrl }: PuppetIdentity): EngageAuthor {
  const fields = { screenname, ...(avatarUrl !== undefined && { avatar_url: avatarUrl }) };
  return { id, puppetizable: true, fields, contextData: {}, createdAt: tenant.createdAt, updatedAt: tenant.updatedAt };
}
