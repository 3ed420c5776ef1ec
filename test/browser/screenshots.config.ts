import { defineConfig, mergeConfig } from 'vitest/config';
import base from '../../vitest.config.js';

const screenshots = mergeConfig(base, defineConfig({ test: { testTimeout: 120_000 } }));
screenshots.test.include = ['test/browser/screenshots.ts'];

export default screenshots;
