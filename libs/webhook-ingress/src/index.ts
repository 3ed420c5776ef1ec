export { NEEDED_EVENT_TYPES } from './application/engage-event-types.js';
export * from './webhook-ingress.module.js';
export * from './engage-events.module.js';
