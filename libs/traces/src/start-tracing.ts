import { context, propagation, trace } from '@opentelemetry/api';
import { setTracing } from './tracing-state.js';

/** Ends tracing after sending the remaining spans. */
export type StopTracing = () => Promise<void>;

/**
 * Exports spans to an OTLP/HTTP collector, and takes part in the traces of callers and callees (W3C Trace Context). The SDK is
 * loaded here and nowhere else, so a process without tracing does not load it.
 */
export async function startTracing(endpoint: string): Promise<StopTracing> {
  const [
    { BatchSpanProcessor, TracerProvider },
    { OTLPTraceExporter },
    { AsyncLocalStorageContextManager },
    { resourceFromAttributes },
    { W3CTraceContextPropagator },
  ] = await Promise.all([
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/context-async-hooks'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/core'),
  ]);
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'engage-handover' }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  setTracing(true);
  return async () => {
    setTracing(false);
    await provider.shutdown();
    trace.disable();
    propagation.disable();
    context.disable();
  };
}
