// Makes a process fail if it loads a file that the image omits.
import { registerHooks } from 'node:module';
import { isUnneeded } from '../../scripts/unneeded-modules.mjs';

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    const [, path] = /\/node_modules\/(?!.*\/node_modules\/)(.+)$/.exec(resolved.url) ?? [];
    if (path && isUnneeded(path)) throw new Error(`${path} is not in the image.`);
    return resolved;
  },
});
