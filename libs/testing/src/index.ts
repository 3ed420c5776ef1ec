export * from './fake-clock.js';
export * from './stub-server.js';
export * from './throw-away-database.js';
