export * from './generic.registration.js';
