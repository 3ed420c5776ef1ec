export * from './cognigy.registration.js';
