import { defineConfig } from 'vitest/config';

/** `source` makes the package imports (`#kernel`, …) resolve to TypeScript instead of the built output. */
const conditions = ['source', 'node'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['node'] } },
  test: {
    include: ['{apps,libs}/**/*.{spec,int-spec}.ts', 'test/**/*.{spec,e2e-spec}.ts'],
    globals: false,
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    globalSetup: ['./libs/testing/src/global-postgres.ts'],
    setupFiles: ['./libs/testing/src/setup.ts'],
  },
});
