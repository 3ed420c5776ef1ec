import type { AppConfig } from '#config';
import type { Database } from '#database';
import type { Secret, TenantId } from '#kernel';
import { pathOfName } from '../../domain/secrets/previous-secrets.js';
import { SecretUnreadable } from '../../domain/tenant.errors.js';
import { SecretSealer } from './secret-sealer.js';

/** Maximum number of secrets in a statement, so that locks stay short while the service runs. */
const BATCH = 100;
/** Secrets that are not resealed yet, in the order of the primary key, so that the next run continues an interrupted one. */
const NEXT = `
  SELECT s.tenant_id AS "tenantId", s.name, s.sealed, t.slug
  FROM tenant_secrets s JOIN tenants t USING (tenant_id)
  WHERE split_part(s.sealed, '.', 2) <> $1 AND (s.tenant_id, s.name) > ($2, $3)
  ORDER BY s.tenant_id, s.name LIMIT $4`;
/** Only secrets that are unchanged since they were read: changed ones have been sealed with the first key already. */
const WRITE = `
  UPDATE tenant_secrets s SET sealed = n.sealed
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS n (tenant_id, name, former, sealed)
  WHERE s.tenant_id = n.tenant_id AND s.name = n.name AND s.sealed = n.former
  RETURNING s.name`;
const COUNT = `SELECT count(*)::int AS count FROM tenant_secrets WHERE split_part(sealed, '.', 2) <> $1`;

interface SealedSecret {
  readonly tenantId: TenantId;
  readonly slug: string;
  readonly name: string;
  readonly sealed: string;
}

export interface ResealProgress {
  readonly total: number;
  readonly done: number;
}

export interface ResealSummary {
  readonly resealed: number;
  /** Changed or deleted by others during the run. */
  readonly changed: number;
  /** `<slug>: <name> (key <id>)` of those that no key of `SECRETS_KEYS` opens. */
  readonly unreadable: readonly string[];
}

/** Seals all stored secrets with the first key of `SECRETS_KEYS`, while the service runs. */
export class ResealSecrets {
  private readonly sealer: SecretSealer;
  private readonly keyId: string;

  constructor(
    private readonly database: Database,
    config: AppConfig,
  ) {
    this.sealer = new SecretSealer(config);
    this.keyId = config.secretsKeys[0]?.id ?? '';
  }

  /** The next run continues an interrupted one. @param report called after each batch */
  async run(report: (progress: ResealProgress) => void): Promise<ResealSummary> {
    const [counted] = await this.database.statement<{ count: number }>(COUNT, [this.keyId]);
    const unreadable: string[] = [];
    let [resealed, changed] = [0, 0];
    let batch = await this.after();
    while (batch.length > 0) {
      const opened = batch.map((secret) => ({ ...secret, plain: this.open(secret) }));
      const readable = opened.flatMap(({ plain, ...secret }) => (plain ? [{ ...secret, plain }] : []));
      const written = await this.write(readable);
      resealed += written;
      changed += readable.length - written;
      unreadable.push(...opened.filter(({ plain }) => !plain).map(lineOf));
      report({ total: counted?.count ?? 0, done: resealed + changed + unreadable.length });
      batch = await this.after(batch.at(-1));
    }
    return { resealed, changed, unreadable };
  }

  private after(last?: SealedSecret): Promise<SealedSecret[]> {
    const { tenantId = '00000000-0000-0000-0000-000000000000', name = '' } = last ?? {};
    return this.database.statement<SealedSecret>(NEXT, [this.keyId, tenantId, name, BATCH]);
  }

  private open({ tenantId, name, sealed }: SealedSecret): Secret | undefined {
    try {
      return this.sealer.open(tenantId, pathOfName(name), sealed);
    } catch (error) {
      if (error instanceof SecretUnreadable) return undefined;
      throw error;
    }
  }

  private async write(secrets: readonly (SealedSecret & { readonly plain: Secret })[]): Promise<number> {
    const sealed = secrets.map(({ tenantId, name, plain }) => this.sealer.seal(tenantId, pathOfName(name), plain));
    const columns = [
      secrets.map(({ tenantId }) => tenantId),
      secrets.map(({ name }) => name),
      secrets.map((secret) => secret.sealed),
      sealed,
    ];
    return (await this.database.statement(WRITE, columns)).length;
  }
}

function lineOf({ slug, name, sealed }: SealedSecret): string {
  return `${slug}: ${name} (key ${sealed.split('.')[1] ?? 'unknown'})`;
}
