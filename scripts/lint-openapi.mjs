// Lints openapi.json with Redocly's strictest rules and Spectral's rules for OpenAPI. Nothing is downloaded, and the
// document refers to no other file.
import console from 'node:console';
import { readFile } from 'node:fs/promises';
import { argv, exit } from 'node:process';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import core from '@stoplight/spectral-core';
import rulesets from '@stoplight/spectral-rulesets';

const file = argv[2] ?? 'openapi.json';

async function redoclyFindings(source) {
  const config = await createConfig({ extends: ['recommended-strict'] });
  const problems = await lintFromString({ source, absoluteRef: file, config });
  return problems.map(({ ruleId, message, location }) => `${location[0]?.pointer ?? ''}  ${ruleId}: ${message}`);
}

async function spectralFindings(source) {
  const spectral = new core.Spectral();
  spectral.setRuleset({ extends: [rulesets.oas] });
  const problems = await spectral.run(JSON.parse(source));
  return problems.map(({ code, message, path }) => `#/${path.join('/')}  ${code}: ${message}`);
}

const source = await readFile(file, 'utf8');
const findings = [...(await redoclyFindings(source)), ...(await spectralFindings(source))];
for (const finding of findings) console.error(finding);
if (findings.length > 0) {
  console.error(`${file}: ${findings.length} problems. Correct the decorators, then run "npm run openapi".`);
  exit(1);
}
