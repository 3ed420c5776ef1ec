export { NEEDED_EVENT_TYPES } from './application/reading/engage-event-types.js';
export * from './webhook-ingress.module.js';
export * from './engage-events.module.js';
