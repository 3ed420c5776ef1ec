import { mergeConfig } from 'vitest/config';
import base from '../vitest.config.js';

/** The benchmark is no test: it measures the build, prints a table and judges nothing. */
const config = mergeConfig(base, {});
config.test = {
  ...config.test,
  include: ['bench/**/*.bench-run.ts'],
  testTimeout: 300_000,
  disableConsoleIntercept: true,
};

export default config;
