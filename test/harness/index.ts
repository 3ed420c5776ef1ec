export * from './api-client.js';
export * from './connector-process.js';
export * from './database-proxy.js';
export * from './random.js';
export * from './recording-bot.js';
export * from './resident-bytes.js';
export * from './story.js';
export * from './world.js';
