import { setSourceMapsSupport } from 'node:module';

/**
 * Makes stack traces name lines of our sources. `--enable-source-maps` would also load the maps of libraries, which
 * take 10 MB. Must be the first import.
 */
setSourceMapsSupport(true, { nodeModules: false });
