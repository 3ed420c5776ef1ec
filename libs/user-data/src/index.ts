export * from './user-data.module.js';
