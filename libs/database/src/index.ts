export * from './data-source.js';
export * from './database.js';
export * from './database.module.js';
export * from './embedded-postgres.js';
export * from './migrate.js';
export * from './violates.js';
