export * from './administration/engage-administration.js';
export * from './administration/engage-records.js';
export * from './adapters/engage-directory.js';
export * from './adapters/engage-interventions.js';
export * from './adapters/engage-threads.js';
export type { RestContext } from './adapters/rest-api.js';
export * from './adapters/send-api.js';
export * from './application/engage.errors.js';
export * from './engage-outbound.module.js';
