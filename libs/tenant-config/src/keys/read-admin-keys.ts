import { Injectable } from '@nestjs/common';
import { decodeCursor, type Page, pageOf } from '#web';
import type { Admin } from '../domain/access/admin.js';
import { type AdminKey, AdminKeys } from '../ports/admin-keys.js';

@Injectable()
export class ReadAdminKeys {
  constructor(private readonly keys: AdminKeys) {}

  /** By name. @throws Forbidden, InvalidInput for a foreign cursor */
  async page(admin: Admin, limit: number, cursor?: string): Promise<Page<AdminKey>> {
    admin.mustBeUnbound();
    const [after] = cursor === undefined ? [] : decodeCursor(cursor, 1);
    return pageOf(await this.keys.list(limit + 1, after), limit, ({ name }) => [name]);
  }
}
