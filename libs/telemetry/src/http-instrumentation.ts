import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PinoLogger } from 'nestjs-pino';
import { Histogram } from 'prom-client';
import { refusalOf, type RequestCaller, routedPath, shownPath } from '#web';
import { callersContext, isTracing } from '#traces';
import { Metrics } from './metrics/metrics.js';

const UNLOGGED = /^\/(health\/|metrics$)/;

/**
 * Logs, measures and traces every request. Logs show its path without the query and neither bodies nor headers, and why it was
 * refused; metrics and traces know only the route's pattern, because paths hold tenants and sessions. The request id is that of the HTTP edge.
 */
@Injectable()
export class HttpInstrumentation implements OnModuleInit {
  private readonly spans = new WeakMap<FastifyRequest, Span>();
  private readonly durations: Histogram<'method' | 'route' | 'status'>;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly log: PinoLogger,
    metrics: Metrics,
  ) {
    this.durations = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from receiving a request to having sent the answer.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5],
      registers: [metrics.registry],
    });
  }

  /** Hooks must exist before Nest registers the routes. */
  onModuleInit(): void {
    const fastify = this.host.httpAdapter?.getInstance<FastifyInstance>();
    // not onRequest: reading the body leaves the asynchronous context that was entered before
    fastify?.addHook('preValidation', (request, _reply, done) => this.begin(request, done));
    fastify?.addHook('onResponse', (request, reply, done) => {
      this.end(request, reply);
      done();
    });
  }

  private begin(request: FastifyRequest, proceed: () => void): void {
    const bindings = { requestId: request.id };
    const work = (): void => this.log.runInContext(proceed, { bindings });
    if (!isTracing() || UNLOGGED.test(routedPath(request))) return work();
    const caller = callersContext(request.headers);
    const span = trace.getTracer('engage-handover').startSpan(nameOf(request), { kind: SpanKind.SERVER }, caller);
    this.spans.set(request, span);
    context.with(trace.setSpan(caller, span), work);
  }

  private end(request: FastifyRequest, reply: FastifyReply): void {
    const { method, id: requestId } = request;
    const { statusCode: status, elapsedTime } = reply;
    this.durations.observe({ method, route: routeOf(request), status: String(status) }, elapsedTime / 1000);
    this.endSpan(request, status);
    if (UNLOGGED.test(routedPath(request))) return;
    const path = shownPath(request.url);
    const line = {
      context: 'Http',
      method,
      path,
      status,
      milliseconds: Math.round(elapsedTime),
      address: request.ip,
      ...callerIn(request),
      ...refusalOf(request),
    };
    const write = (): void => this.log[levelOf(status)](line, `${method} ${path} ${status}`);
    this.log.runInContext(write, { bindings: { requestId } });
  }

  private endSpan(request: FastifyRequest, status: number): void {
    const span = this.spans.get(request);
    span?.setAttributes({
      'http.request.method': request.method,
      'http.route': routeOf(request),
      'http.response.status_code': status,
    });
    if (status >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
  }
}

/** Whose credential was accepted. */
function callerIn({ caller }: FastifyRequest): object {
  const { kind, id, keyId } = (caller as RequestCaller | null)?.known ?? {};
  return { ...(kind && kind !== 'admin' && { tenantId: id }), ...(keyId && { keyId }) };
}

/** 503 is an intended answer: no agent is available, or a known system is not. */
function levelOf(status: number): 'info' | 'warn' | 'error' {
  if (status === 503) return 'warn';
  return status >= 500 ? 'error' : 'info';
}

function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'none';
}

function nameOf(request: FastifyRequest): string {
  return `${request.method} ${routeOf(request)}`;
}
