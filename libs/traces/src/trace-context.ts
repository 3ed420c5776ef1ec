import { type Context, context, propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import { isTracing } from './tracing-state.js';

type Headers = Record<string, string>;

const NONE: Readonly<Headers> = {};

/** Headers that pass the current span on to the called service (W3C Trace Context); none without tracing. */
export function traceHeaders(): Readonly<Headers> {
  if (!isTracing()) return NONE;
  const headers: Headers = {};
  propagation.inject(context.active(), headers);
  return headers;
}

/** The current span as W3C `traceparent`, to be stored; undefined without tracing. */
export function currentTrace(): string | undefined {
  return traceHeaders()['traceparent'];
}

/** The caller's span, as its headers name it. */
export function callersContext(headers: Readonly<Record<string, unknown>>): Context {
  return propagation.extract(ROOT_CONTEXT, headers);
}
