export * from './domain/bot-setup.js';
export type { SetupFacts } from './domain/setup-facts.js';
export * from './domain/setup-step.js';
export * from './ports/bot-setups.js';
export * from './ports/last-checks.js';
export * from './ports/webhook-events.js';
export * from './setup-guide.module.js';
