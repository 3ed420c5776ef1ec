export * from './service-state.module.js';
