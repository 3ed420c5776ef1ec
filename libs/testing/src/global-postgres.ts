import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
// Imports files, not the index: vitest resolves no package imports here, and the index needs some.
import { createDataSource } from '../../database/src/data-source.js';
import { startEmbeddedPostgres } from '../../database/src/embedded/embedded-postgres.js';
import { migrate } from '../../database/src/migrate.js';
import { serviceUrlOf } from './service-url.js';

/** Every throw-away database is a copy of this one. */
export const TEMPLATE = 'template_migrated';

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the migrated template on the test run's own PostgreSQL. */
    templateUrl: string;
  }
}

/** A server whose databases the tests may create and drop. */
interface TestServer {
  database(name: string): Promise<string>;
  end(): Promise<void>;
}

/** Prepares the PostgreSQL of the whole test run with its migrated template: a new embedded server, or the one at `TEST_POSTGRES_URL`. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_POSTGRES_URL'];
  const server = given ? givenServer(given) : await embeddedServer();
  try {
    const url = await server.database(TEMPLATE);
    const source = await createDataSource({ url, poolSize: 3 }).initialize();
    await migrate(source, { serviceUrl: serviceUrlOf(url) }).finally(() => source.destroy());
    project.provide('templateUrl', url);
    return () => server.end();
  } catch (error) {
    await server.end();
    throw error;
  }
}

/** A throw-away server for this run only. */
async function embeddedServer(): Promise<TestServer> {
  const directory = await mkdtemp(join(tmpdir(), 'engage-handover-tests-'));
  await chmod(directory, 0o755); // under root, PostgreSQL runs as another user, who needs access
  const postgres = await startEmbeddedPostgres({ directory, volatile: true });
  return {
    database: (name) => postgres.database(name),
    end: async () => {
      await postgres.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/**
 * A server that already runs, of any supported version; the URL's user must be a superuser. Databases of an earlier run
 * are replaced.
 */
function givenServer(given: string): TestServer {
  const run = async (statement: string): Promise<void> => {
    const client = new Client({ connectionString: given });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  return {
    database: async (name) => {
      await run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await run(`CREATE DATABASE ${name}`);
      const url = new URL(given);
      url.pathname = `/${name}`;
      return url.href;
    },
    end: () => run(`DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`),
  };
}
