// Removes from dist/ what no longer has a source: the compiler leaves it there, and a left-over migration would be run.
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

// What the plugins add to a file is only added when the file is compiled: after a change of theirs, all files are.
const BUILT = 'dist/build.tsbuildinfo';
const PLUGINS = ['nest-cli.json', 'scripts/describe-classes.mjs'];
const builtAt = existsSync(BUILT) ? statSync(BUILT).mtimeMs : Infinity;
if (PLUGINS.some((plugin) => statSync(plugin).mtimeMs > builtAt)) rmSync(BUILT);
