import { Injectable } from '@nestjs/common';
import type { JsonObject, UserId } from '#kernel';
import { hasConsent, mapContext, mapProfile, mergeUserFields } from '#profile-mapping';
import type { Tenant } from '#tenant-config';
import { type Identity, IdentityStore } from '../ports/identity-store.js';

/** How many dropped or changed values the timeline shows of one profile. */
const SHOWN = 50;

/** Turns a bot's contact profile into the customer's Engage identity. */
@Injectable()
export class CustomerProfile {
  constructor(private readonly identities: IdentityStore) {}

  /** The identity as known so far; a new customer gets a short user id as screen name. */
  known(tenant: Tenant, userId: UserId): Promise<Identity> {
    return this.identities.getOrCreate(
      tenant.id,
      userId,
      mapProfile({}, tenant.profileMapping, { userId }).user.screenname,
    );
  }

  /**
   * Maps the profile and adds it to what is known: a profile with less data removes nothing. One without the consent that the
   * tenant requires removes everything.
   *
   * @returns what was left out or moved, for the timeline; without the values
   */
  async learn(tenant: Tenant, userId: UserId, profile: JsonObject): Promise<JsonObject> {
    const { user, contextData, dropped, changed } = mapProfile(profile, tenant.profileMapping, { userId });
    const known = hasConsent(profile, tenant.profileMapping)
      ? await this.known(tenant, userId)
      : { userFields: user, contextData: {} };
    await this.identities.save(tenant.id, userId, {
      userFields: mergeUserFields(known.userFields, user, userId),
      contextData: { ...known.contextData, ...contextData },
    });
    return {
      dropped: dropped.slice(0, SHOWN).map(({ path, reason }) => ({ path, reason })),
      changed: changed.slice(0, SHOWN).map(({ path, reason }) => ({ path, reason })),
    };
  }
}

/** Conversation-level context as `context_data`; `{}` when there is none. */
export function contextDataOf(context: Readonly<Record<string, unknown>> | undefined): {
  contextData?: Record<string, string | string[]>;
} {
  if (!context) return {};
  const { contextData } = mapContext(context as JsonObject);
  return Object.keys(contextData).length > 0 ? { contextData } : {};
}
