import {
  type Attributes,
  type Link,
  ROOT_CONTEXT,
  context,
  propagation,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { isTracing } from './tracing-state.js';

export { SpanKind } from '@opentelemetry/api';

export interface SpanOptions {
  /** Default: work inside this process. */
  readonly kind?: SpanKind;
  /** Never texts, secrets or URLs. */
  readonly attributes?: Attributes;
  /** If given, the span begins a new trace that is linked to these causes (results of `currentTrace`); undefined ones are ignored. */
  readonly causes?: readonly (string | undefined)[];
}

/**
 * Runs `work` in a span that is a child of the current one. Without tracing it only runs the work.
 *
 * @param describe called only while spans are exported
 */
export function inSpan<Result>(
  name: string,
  describe: () => SpanOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  if (!isTracing()) return work();
  const { kind = SpanKind.INTERNAL, attributes = {}, causes } = describe();
  const links = (causes ?? []).flatMap(linkTo);
  const parent = causes ? ROOT_CONTEXT : context.active();
  return trace.getTracer('engage-handover').startActiveSpan(name, { kind, attributes, links }, parent, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: nameOf(error) });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** As `inSpan`, but only inside another span: work that runs all the time would fill the collector. */
export function inChildSpan<Result>(
  name: string,
  describe: () => SpanOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  return isTracing() && trace.getActiveSpan() ? inSpan(name, describe, work) : work();
}

function linkTo(traceparent: string | undefined): Link[] {
  if (traceparent === undefined) return [];
  const found = trace.getSpanContext(propagation.extract(ROOT_CONTEXT, { traceparent }));
  return found ? [{ context: found }] : [];
}

/** The code or the class: messages may contain a host's answer. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : error.name;
}
