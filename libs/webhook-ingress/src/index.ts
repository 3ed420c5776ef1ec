export * from './webhook-ingress.module.js';
