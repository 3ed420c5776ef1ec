// Builds packages/client: generates it from the part of openapi.json that bots use, then compiles it. Nothing is downloaded.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { execPath } from 'node:process';
import { createClient } from '@hey-api/openapi-ts';

const TAG = 'Bots: generic';

const document = JSON.parse(readFileSync('openapi.json', 'utf8'));
const paths = Object.fromEntries(
  Object.entries(document.paths).filter(([, item]) => Object.values(item).some(({ tags }) => tags.includes(TAG))),
);
const { securitySchemes, schemas, responses } = document.components;
const used = reachable({ paths, webhooks: document.webhooks, responses });
const components = {
  securitySchemes,
  responses,
  schemas: Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name))),
};

/** The names of all schemas that a part of the document refers to, directly or not. */
function reachable(part, found = new Set()) {
  for (const [, name] of JSON.stringify(part).matchAll(/#\/components\/schemas\/(\w+)/g)) {
    if (found.has(name)) continue;
    found.add(name);
    reachable(schemas[name], found);
  }
  return found;
}

await createClient({
  input: { ...document, paths, components },
  output: { path: './packages/client/src/generated', module: { extension: '.js' } },
  logs: { level: 'silent', file: false },
  plugins: ['@hey-api/typescript', '@hey-api/sdk', '@hey-api/client-fetch'],
});
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
execFileSync(execPath, [compiler, '-p', 'packages/client'], { stdio: 'inherit' });
