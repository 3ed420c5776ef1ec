// Removes from a production install what no process needs: `node scripts/prune-modules.mjs path/to/node_modules`.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import process from 'node:process';
import { isUnneeded } from './unneeded-modules.mjs';

const [modules = 'node_modules'] = process.argv.slice(2);
for (const entry of readdirSync(modules, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (isUnneeded(relative(modules, path).split(sep).join('/')) && existsSync(path)) rmSync(path, { recursive: true });
}
