import './require-node.js';
import 'reflect-metadata';
import { ConfigFaults, loadConfig } from '#config';
import { createDataSource, Database } from '#database';
import { ResealSecrets, type ResealSummary } from '#tenant-config';
import { databaseFor } from './database-for.js';

/** Seals all stored secrets with the first key of `SECRETS_KEYS`. It runs while the service runs, and can be repeated. */
async function main(): Promise<ResealSummary> {
  const config = loadConfig();
  const server = await databaseFor(config);
  try {
    await server.start();
    const source = await createDataSource({ url: server.url, poolSize: 2, asService: true }).initialize();
    const reseal = new ResealSecrets(new Database(source), config);
    return await reseal
      .run(({ done, total }) => process.stdout.write(`${done} of ${total}\n`))
      .finally(() => source.destroy());
  } finally {
    await server.stop();
  }
}

function summaryOf({ resealed, changed, unreadable }: ResealSummary): string {
  const lines = [
    `Resealed: ${resealed}. Changed by others in the meantime: ${changed}. Cannot be opened: ${unreadable.length}.`,
  ];
  if (unreadable.length > 0)
    lines.push(
      ...unreadable.map((name) => `- ${name}`),
      'Add the key that sealed them to SECRETS_KEYS and run this again, or rotate them (POST /admin/tenants/{slug}/secrets/{name}/rotate).',
    );
  return lines.join('\n');
}

try {
  const summary = await main();
  process.stdout.write(`${summaryOf(summary)}\n`);
  if (summary.unreadable.length > 0) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof ConfigFaults ? error.exitCode : 1;
}
