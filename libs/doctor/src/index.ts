export * from './application/examine-tenant.js';
export * from './doctor.module.js';
export * from './domain/catalogue.js';
export * from './traffic/traffic.module.js';
