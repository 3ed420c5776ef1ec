import type { MigrationInterface, QueryRunner } from 'typeorm';

const FUNCTIONS = [
  'load_facts(uuid, jsonb, boolean, integer)',
  'claim_heads(uuid, integer, integer, integer, integer, jsonb, jsonb)',
];

/**
 * PostgreSQL does not know how many rows a list in JSON has. It takes a plan for exactly these parameters to be cheaper, and
 * plans every statement of a function again in each call: that took two thirds of a load's time.
 */
export class PlansKeptByFunctions1795921000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const name of FUNCTIONS)
      await runner.query(`ALTER FUNCTION ${name} SET plan_cache_mode = 'force_generic_plan'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of FUNCTIONS) await runner.query(`ALTER FUNCTION ${name} RESET plan_cache_mode`);
  }
}
