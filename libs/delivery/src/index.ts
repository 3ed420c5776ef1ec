export * from './domain/delivery.js';
export * from './domain/destination-outage.error.js';
export * from './ports/delivery-handler.js';
export * from './ports/lanes.js';
