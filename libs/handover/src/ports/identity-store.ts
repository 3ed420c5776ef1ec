import type { ForeignId, TenantId, UserId } from '#kernel';

/** A customer as Engage knows them. */
export interface Identity {
  readonly foreignId: ForeignId;
  readonly userFields: Readonly<Record<string, string>>;
  readonly contextData: Readonly<Record<string, string | string[]>>;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** One Engage identity per customer of a tenant. */
export abstract class IdentityStore {
  /** The identity, created with only a screen name if the customer is new. */
  abstract getOrCreate(tenantId: TenantId, userId: UserId, screenname: string): Promise<Identity>;
  abstract save(
    tenantId: TenantId,
    userId: UserId,
    profile: Pick<Identity, 'userFields' | 'contextData'>,
  ): Promise<Identity>;
}
