export * from './generic.registration.js';
export { GENERIC_WEBHOOKS } from './http/webhooks.dto.js';
