import { type Attributes, SpanStatusCode, trace } from '@opentelemetry/api';

/** Runs `work` in a span that is a child of the current one. Costs next to nothing while tracing is off. */
export function inSpan<Result>(name: string, attributes: Attributes, work: () => Promise<Result>): Promise<Result> {
  return trace.getTracer('engage-handover').startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'unknown' });
      throw error;
    } finally {
      span.end();
    }
  });
}
