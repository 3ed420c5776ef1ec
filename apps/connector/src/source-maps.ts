import { setSourceMapsSupport } from 'node:module';

/** Stacks name lines of our sources. Those of libraries, which `--enable-source-maps` would load too, take 10 MB. Imported before all else. */
setSourceMapsSupport(true, { nodeModules: false });
