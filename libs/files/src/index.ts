export { fileNameOf } from './domain/file-name.js';
export * from './domain/file-refused.error.js';
export * from './files.module.js';
export { FileStore } from './ports/file-store.js';
export * from './ports/files.js';
