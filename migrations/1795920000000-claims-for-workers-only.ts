import type { MigrationInterface, QueryRunner } from 'typeorm';

const LIMITS = 'uuid, integer, integer, integer, integer, jsonb, jsonb';
const CLAIMS = [`claim_heads(${LIMITS})`, `claim_lanes(${LIMITS})`, `claim_lanes(${LIMITS}, jsonb)`];

/** Claims look behind the fence between tenants, and answer what deliveries say: they are not for the role of one tenant's transactions. */
export class ClaimsForWorkersOnly1795920000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const claim of CLAIMS) await runner.query(`REVOKE EXECUTE ON FUNCTION ${claim} FROM PUBLIC`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const claim of CLAIMS) await runner.query(`GRANT EXECUTE ON FUNCTION ${claim} TO PUBLIC`);
  }
}
