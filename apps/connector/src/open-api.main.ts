import 'reflect-metadata';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '#config';
import { createConnector } from './create-connector.js';

/** Writes the document that a fresh connector serves at `/docs-json` to the given file. */
async function main(file = 'openapi.json'): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'engage-handover-openapi-'));
  const environment = { DATA_DIR: directory, PORT: '0', PUBLIC_URL: 'https://handover.example', LOG_LEVEL: 'warn' };
  try {
    const connector = await createConnector(loadConfig(environment));
    const document: unknown = await fetch(`${connector.url}/docs-json`)
      .then((answer) => answer.json())
      .finally(() => connector.close());
    await writeFile(file, `${JSON.stringify(document, null, 2)}\n`);
  } finally {
    await rm(directory, { recursive: true });
  }
}

await main(process.argv[2]);
