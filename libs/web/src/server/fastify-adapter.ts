import type { Socket } from 'node:net';
import { HttpException } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';
import { DEFAULT_BODY_LIMIT, readBodyLimits } from '../body/body-limit.js';
import { takeBodies } from '../body/take-bodies.js';
import { limitCalls } from '../callers/limit-calls.js';
import { failureOf, toProblem } from '../problems/to-problem.js';
import { sendProblem } from '../problems/send-problem.js';
import { ConnectionLimits } from './connection-limits.js';
import { lingerAfterAnswers } from './linger.js';
import { PipelineLimit } from './pipeline-limit.js';
import { requestIdOf } from './request-id.js';
import { routedPath } from './routed-path.js';
import { securityHeaders } from './security-headers.js';
import { DEFAULT_SERVER_LIMITS, type ServerLimits } from './server-limits.js';

export interface ServerOptions {
  /** Proxies whose `X-Forwarded-*` headers are trusted: their number, or their addresses and networks. Default none. */
  readonly trustedProxies?: number | readonly string[];
  /** Whether the public URL is HTTPS. If not, a trusted proxy may say that a request came over HTTPS. Default no. */
  readonly isHttps?: boolean;
  /** Limits for all callers together and for each address. */
  readonly limits?: ServerLimits;
}

/** 256 characters of an id in a path, percent-encoded: up to twelve bytes each, outside of the basic plane. */
const MAX_PARAM_LENGTH = 256 * 12;
/** Never answered late: orchestrators wait for a second. */
const HEALTH = /^\/health\//;
/** Answered on every connection, even beyond the limits. */
const OPERATIONAL = /^\/(?:health\/|metrics(?:[?/]|$))/;

/** Fastify, configured for this service, for Nest to use. */
export function fastifyAdapter({
  trustedProxies = 0,
  isHttps = false,
  limits = DEFAULT_SERVER_LIMITS,
}: ServerOptions): FastifyAdapter {
  const adapter = new FastifyAdapter({
    trustProxy: trusted(trustedProxies),
    bodyLimit: DEFAULT_BODY_LIMIT,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH, ignoreTrailingSlash: true },
    keepAliveTimeout: 72_000, // longer than the usual 60 s of a load balancer, which then never uses a closing socket
    requestTimeout: 60_000, // to receive a whole request; 21 MB fit in on a slow line
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 2_000 },
    return503OnClosing: false, // accepted requests are still answered
    requestIdHeader: false,
    genReqId: requestIdOf,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      prepare(request, reply, isHttps);
      sendProblem(error, request, reply);
    },
    clientErrorHandler: answerUnreadable,
  });
  const fastify: FastifyInstance = adapter.getInstance();
  limitPipelining(fastify);
  fastify.addHook('onRequest', (request, reply, done) => {
    prepare(request, reply, isHttps);
    done();
  });
  limitConnections(fastify, limits);
  takeBodies(fastify, limits);
  limitCalls(fastify, limits, (path) => HEALTH.test(path));
  readBodyLimits(fastify);
  lingerAfterAnswers(fastify);
  return adapter;
}

function trusted(proxies: number | readonly string[]): NonNullable<FastifyServerOptions['trustProxy']> {
  if (typeof proxies !== 'number') return [...proxies];
  return proxies > 0 && ((_address, distance) => distance < proxies);
}

function limitPipelining(fastify: FastifyInstance): void {
  const pipelines = new PipelineLimit();
  fastify.addHook('onRequest', (request, reply, done) => {
    if (pipelines.admit(request.raw, reply.raw)) done();
    else reply.hijack(); // never answered: the connection ends after the earlier answers
  });
}

function limitConnections(fastify: FastifyInstance, limits: ServerLimits): void {
  const connections = new ConnectionLimits(limits);
  connections.watch(fastify.server);
  fastify.addHook('onRequest', (request, reply, done) => {
    const refusal = connections.heard(request.raw.socket);
    if (refusal) void reply.header('connection', 'close');
    if (!refusal || OPERATIONAL.test(routedPath(request))) done();
    else sendProblem(refusal, request, reply);
  });
}

function prepare(request: FastifyRequest, reply: FastifyReply, isHttps: boolean): void {
  const headers = securityHeaders(routedPath(request), isHttps || request.protocol === 'https');
  void reply.header('x-request-id', request.id).headers(headers);
  // Fastify refuses a malformed type before the caller is authenticated.
  const type = request.headers['content-type'];
  if (type !== undefined && !/^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(;|$)/.test(type))
    request.headers['content-type'] = 'application/octet-stream';
}

/** Node could not parse the request: there is nothing to route, only a socket to write to. */
function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const failure = failureOf(new HttpException('', status));
  const problem = toProblem(failure, '', requestIdOf({ headers: {} }));
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${status} ${problem.title}\r\ncontent-type: application/problem+json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
