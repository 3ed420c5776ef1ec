import { Injectable } from '@nestjs/common';
import { AppConfig } from '#config';
import { sameSecret } from '#web';
import { Admin, type CallOrigin, ROOT_ADMIN } from '../domain/admin.js';
import { hashOfKey } from '../domain/api-key.js';
import { Unauthenticated } from '../domain/auth.errors.js';
import { AdminKeys } from '../ports/admin-keys.js';

/** Finds out who holds a key: the environment's, or one that an administrator made. */
@Injectable()
export class AuthenticateAdmin {
  constructor(
    private readonly keys: AdminKeys,
    private readonly config: AppConfig,
  ) {}

  /** @throws Unauthenticated */
  async run(key: string | undefined, from: Omit<CallOrigin, 'keyId'>): Promise<Admin> {
    if (!key) throw new Unauthenticated('admin');
    if (sameSecret(key, this.config.adminApiKey.reveal()))
      return new Admin(ROOT_ADMIN, 'admin', null, { ...from, keyId: ROOT_ADMIN });
    const found = await this.keys.byHash(hashOfKey(key));
    if (!found) throw new Unauthenticated('admin');
    return new Admin(found.name, found.role, found.tenantSlugs, { ...from, keyId: found.id });
  }
}
