import { UnknownTenant } from '../tenant.errors.js';
import { Forbidden } from './auth.errors.js';

/** From the weakest to the strongest; each may do what those before it may. */
export const ADMIN_ROLES = ['viewer', 'operator', 'admin'] as const;
export type AdminRole = (typeof ADMIN_ROLES)[number];

/** Name of the key of the environment; no other key may have it. */
export const ROOT_ADMIN = 'ADMIN_API_KEY';

/** Where a call to /admin comes from. */
export interface CallOrigin {
  readonly requestId: string;
  /** Id of the key; for the environment's key, its name. */
  readonly keyId: string | null;
  /** The client's address, as far as proxies are trusted. */
  readonly address: string | null;
}

/** Who makes a call to /admin. */
export class Admin {
  constructor(
    /** The key's name, as in the audit log. */
    readonly name: string,
    readonly role: AdminRole,
    /** The tenants that the key is bound to; null: all, also future ones. */
    readonly tenantSlugs: readonly string[] | null,
    readonly origin: CallOrigin,
  ) {}

  /** @throws Forbidden when the role is weaker. */
  mustBe(role: AdminRole): void {
    if (ADMIN_ROLES.indexOf(this.role) < ADMIN_ROLES.indexOf(role))
      throw new Forbidden(`This needs a key with the role ${role}.`);
  }

  /** @throws Forbidden for a key that is bound to tenants. */
  mustBeUnbound(): void {
    if (this.tenantSlugs) throw new Forbidden('This needs a key that is not bound to tenants.');
  }

  /** `default` decides which tenant serves calls without a slug, so it concerns all tenants. @throws Forbidden */
  mustBeAllowedToChangeDefault(): void {
    if (!this.tenantSlugs) return;
    const detail = 'Only a key that is not bound to tenants can change `default`.';
    throw new Forbidden(detail, { errors: [{ pointer: '/default', detail }] });
  }

  sees(slug: string): boolean {
    return this.tenantSlugs?.includes(slug) ?? true;
  }

  /** @throws UnknownTenant for a tenant that the key is not bound to, as if it did not exist. */
  mustSee(slug: string): void {
    if (!this.sees(slug)) throw new UnknownTenant();
  }
}
