export * from './app-error.js';
export * from './clean-text.js';
export * from './clock.js';
export * from './ids.js';
export * from './json.js';
export * from './secret.js';
export * from './split-text.js';
