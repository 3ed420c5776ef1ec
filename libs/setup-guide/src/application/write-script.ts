import { Injectable } from '@nestjs/common';
import { type Admin, CreateBotKey } from '#tenant-config';
import { BOT_KEY_PLACEHOLDER, type SetupScript } from '../domain/bot-setup.js';
import { NoScript } from '../domain/no-script.error.js';
import { ReadSetupGuide } from './read-setup-guide.js';

/** Writes the script of the tenant's bot platform. */
@Injectable()
export class WriteScript {
  constructor(
    private readonly guides: ReadSetupGuide,
    private readonly createBotKey: CreateBotKey,
  ) {}

  /**
   * @param freshKey create a bot key and fill it in: the audit log records it as `bot-key.created`
   * @throws UnknownTenant, NoScript, Forbidden if a key is requested by an administrator who may not create one
   */
  async run(admin: Admin, slug: string, freshKey: boolean): Promise<SetupScript> {
    if (freshKey) admin.mustBe('admin');
    const withPlaceholder = await this.guides.script(slug, BOT_KEY_PLACEHOLDER);
    if (!withPlaceholder) throw new NoScript();
    if (!freshKey) return withPlaceholder;
    const { key } = await this.createBotKey.run(admin, slug, 'transformer script');
    return (await this.guides.script(slug, key)) ?? withPlaceholder;
  }
}
