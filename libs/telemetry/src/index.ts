export type { Logger } from 'pino';
export * from './health/readiness.js';
export * from './logs/create-logger.js';
export * from './logs/nest-logger.js';
export { rememberTenantName } from './logs/tenant-names.js';
export * from './metrics/metrics.js';
export * from './metrics/state-gauges.js';
export * from './telemetry.module.js';
