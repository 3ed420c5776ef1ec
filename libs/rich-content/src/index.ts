export * from './domain/choices.js';
export * from './domain/html-text.js';
export * from './domain/read-rich-content.js';
export * from './domain/rich-content.js';
export * from './domain/rich-text.js';
