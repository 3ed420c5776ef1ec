import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
// The files themselves: vitest resolves no package imports here, and the index needs some.
import { createDataSource } from '../../database/src/data-source.js';
import { startEmbeddedPostgres } from '../../database/src/embedded-postgres.js';
import { migrate } from '../../database/src/migrate.js';
import { serviceUrlOf } from './service-url.js';

/** The database that every throw-away database is a copy of. */
export const TEMPLATE = 'template_migrated';

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the migrated template on the test run's own PostgreSQL. */
    templateUrl: string;
  }
}

/** Starts one PostgreSQL for the whole test run, migrates the template, and stops the server at the end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'engage-handover-tests-'));
  await chmod(directory, 0o755); // as root, PostgreSQL runs as another user who must be able to enter
  const postgres = await startEmbeddedPostgres({ directory, volatile: true });
  const end = async (): Promise<void> => {
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    const url = await postgres.database(TEMPLATE);
    const source = await createDataSource({ url, poolSize: 3 }).initialize();
    await migrate(source, { serviceUrl: serviceUrlOf(url) }).finally(() => source.destroy());
    project.provide('templateUrl', url);
    return end;
  } catch (error) {
    await end();
    throw error;
  }
}
