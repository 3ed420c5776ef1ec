export * from './chatlayer.registration.js';
