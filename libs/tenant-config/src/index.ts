export * from './domain/tenant.js';
export * from './ports/bot-platform-catalogue.js';
export * from './ports/tenant-directory.js';
export * from './domain/tenant.errors.js';
