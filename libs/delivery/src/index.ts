export * from './application/delivery-handlers.js';
export * from './delivery.module.js';
export * from './domain/delivery.js';
export * from './domain/destination-outage.error.js';
export * from './ports/delivery-handler.js';
export * from './ports/lane-store.js';
export * from './ports/lanes.js';
export * from './ports/wake-up.js';
