import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { AppConfig } from '#config';
import { Database } from '#database';

const USED_KEYS = `SELECT DISTINCT split_part(sealed, '.', 2) AS id FROM tenant_secrets ORDER BY id`;

/** Reports once, when the database can be used, which keys of stored secrets are missing, for example after a restore. */
@Injectable()
export class SealedKeysCheck implements OnApplicationBootstrap {
  private readonly logger = new Logger(SealedKeysCheck.name);

  constructor(
    private readonly database: Database,
    private readonly config: AppConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.run().catch((error: unknown) =>
      this.logger.debug({ err: error }, 'The keys of stored secrets were not checked.'),
    );
  }

  async run(): Promise<void> {
    await this.database.whenOpen();
    const missing = await this.missing();
    if (missing.length === 0) return;
    this.logger.error(
      { keyIds: missing },
      `Stored secrets are sealed with keys that SECRETS_KEYS does not have: ${missing.join(', ')}. ` +
        'Add these keys to SECRETS_KEYS and restart. If they are lost, set the secrets of the tenants again.',
    );
  }

  /** The ids of keys that stored secrets need and that this process does not have. */
  async missing(): Promise<string[]> {
    const used = await this.database.statement<{ id: string }>(USED_KEYS);
    const known = new Set(this.config.secretsKeys.map(({ id }) => id));
    return used.map(({ id }) => id).filter((id) => !known.has(id));
  }
}
