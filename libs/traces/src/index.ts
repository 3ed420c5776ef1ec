export * from './in-span.js';
export * from './start-tracing.js';
export * from './trace-context.js';
export { isTracing } from './tracing-state.js';
