import { Injectable } from '@nestjs/common';
import { AppConfig } from '#config';
import { sameSecret } from '#web';
import { Admin, type CallOrigin, ROOT_ADMIN } from '../domain/access/admin.js';
import { hashOfKey } from '../domain/access/api-key.js';
import { Unauthenticated } from '../domain/access/auth.errors.js';
import { AdminKeys } from '../ports/admin-keys.js';

/** Finds the administrator with a key: the environment's key, or one that an administrator created. */
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
