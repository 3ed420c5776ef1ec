export * from './webhook-ingress.module.js';
export * from './engage-events.module.js';
