import { expect, it } from 'vitest';
import { StubServer } from '#testing';
import { inSpan } from './in-span.js';
import { startTracing } from './start-tracing.js';

it('exports nested spans to the collector, and nothing after tracing was stopped', async () => {
  const collector = await StubServer.start();
  try {
    const stop = await startTracing(`${collector.url}/`);
    const failing = inSpan(
      'outer',
      () => ({}),
      () =>
        inSpan(
          'inner',
          () => ({ attributes: { kind: 'engage.message' } }),
          () => Promise.reject(new TypeError('away')),
        ),
    );
    await expect(failing).rejects.toThrow('away');
    await stop();
    await inSpan(
      'late',
      () => ({}),
      () => Promise.resolve(),
    );
    const [request] = await collector.received(1);
    expect(request?.path).toBe('/v1/traces');
    const { resourceSpans } = request?.json() as {
      resourceSpans: { scopeSpans: { spans: Record<string, unknown>[] }[] }[];
    };
    const [inner, outer] = resourceSpans[0]?.scopeSpans[0]?.spans ?? [];
    expect([inner?.['name'], inner?.['parentSpanId']]).toEqual(['inner', outer?.['spanId']]);
    expect(collector.requests).toHaveLength(1);
  } finally {
    await collector.stop();
  }
});
