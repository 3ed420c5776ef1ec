import './require-node.js';
import 'reflect-metadata';
import { ConfigFaults, loadConfig } from '#config';
import { databaseFor, migrateDown, migrateUp } from './database-for.js';

/** `migrate.main.js run` brings the schema up to date; `migrate.main.js revert` reverts the newest migration. */
async function main(command: string | undefined): Promise<string> {
  if (command !== 'run' && command !== 'revert') throw new Error('Use "run" or "revert".');
  const database = await databaseFor(loadConfig());
  try {
    await database.start();
    if (command === 'revert') return `Still applied: ${list(await migrateDown(database))}`;
    return `Migrations run: ${list(await migrateUp(database))}`;
  } finally {
    await database.stop();
  }
}

function list(names: readonly string[]): string {
  return names.join(', ') || 'none';
}

try {
  process.stdout.write(`${await main(process.argv[2])}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof ConfigFaults ? error.exitCode : 1;
}
