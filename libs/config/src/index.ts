export * from './app-config.js';
export * from './config-faults.error.js';
export * from './config.module.js';
export * from './load-config.js';
export * from './load-ports.js';
export * from './render-env-example.js';
export * from './version.js';
