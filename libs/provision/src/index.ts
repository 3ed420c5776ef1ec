export * from './provision.module.js';
