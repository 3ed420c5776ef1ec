export type { ShownAs } from './domain/file-kinds.js';
export * from './domain/file-refused.error.js';
export * from './files.module.js';
export { FileStore } from './ports/file-store.js';
export * from './ports/files.js';
