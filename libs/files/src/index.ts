export { fileNameOf } from './domain/file-name.js';
export * from './domain/file-refused.error.js';
export { type EngageAddresses, webAddressOf } from './domain/own-engage-file.js';
export * from './files.module.js';
export { FileStore } from './ports/file-store.js';
export * from './ports/files.js';
