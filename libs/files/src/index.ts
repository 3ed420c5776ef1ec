export * from './domain/file-refused.error.js';
export * from './ports/files.js';
