export * from './eventually.js';
export * from './fake-clock.js';
export * from './insert-rows.js';
export * from './processor-time.js';
export * from './rows-read.js';
export * from './stub-server.js';
export * from './throw-away-database.js';
