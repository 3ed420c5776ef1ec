// Removes from dist/ what no longer has a source: the compiler does not delete it, and an outdated migration would be
// run.
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const outputs = existsSync('dist') ? readdirSync('dist', { recursive: true, withFileTypes: true }) : [];
for (const output of outputs) {
  if (!output.isFile()) continue;
  const file = join(output.parentPath, output.name);
  const copied = relative('dist', file);
  const source = copied.replace(/\.js(\.map)?$/, '.ts');
  if (!existsSync(source) && !existsSync(copied) && !file.endsWith('.tsbuildinfo')) rmSync(file);
}

// Plugins only change files that are compiled: after a change of a plugin, all files must be compiled.
const BUILT = 'dist/build.tsbuildinfo';
const PLUGINS = ['nest-cli.json', 'scripts/describe-classes.mjs'];
const builtAt = existsSync(BUILT) ? statSync(BUILT).mtimeMs : Infinity;
if (PLUGINS.some((plugin) => statSync(plugin).mtimeMs > builtAt)) rmSync(BUILT);
