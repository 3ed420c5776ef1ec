export * from './create-connector.js';
