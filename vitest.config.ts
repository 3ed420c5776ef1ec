import { defineConfig } from 'vitest/config';
import { WorldsFirst } from './test/worlds-first.js';

/** `source` makes the package imports (`#kernel`, …) resolve to TypeScript instead of the built output. */
const conditions = ['source', 'node'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['node'] } },
  test: {
    include: ['{apps,libs}/**/*.{spec,int-spec}.ts', 'test/**/*.{spec,e2e-spec}.ts'],
    globals: false,
    pool: 'forks',
    maxWorkers: 3, // on two cores: half of the end-to-end tests' time is waiting
    isolate: false, // modules are evaluated once per worker: three quarters of the unit tests' time
    restoreMocks: true, // what one file replaced must not reach the next one
    sequence: { sequencer: WorldsFirst },
    // These limits only end tests that hang: they also hold on a machine three times slower than usual.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000, interval: 40 } },
    globalSetup: ['./libs/testing/src/global-postgres.ts'],
    setupFiles: ['./libs/testing/src/setup.ts'],
  },
});
