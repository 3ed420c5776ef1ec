import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { finished } from 'node:stream/promises';
import { HttpException } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DEFAULT_BODY_LIMIT, readBodyLimits } from '../input/body-limit.js';
import { keepRawBodies } from '../input/unparsed-body.js';
import { failureOf, toProblem } from '../problems/to-problem.js';
import { sendProblem } from '../problems/send-problem.js';
import { requestIdOf } from './request-id.js';
import { securityHeaders } from './security-headers.js';

export interface ServerOptions {
  /** Whether `X-Forwarded-*` is believed. Default no. */
  readonly trustProxy?: boolean;
}

/** 256 characters of an id in a path, percent-encoded: twelve bytes for one beyond the basic plane. */
const MAX_PARAM_LENGTH = 256 * 12;

const DRAIN_MS = 5_000;

/** Fastify as this service needs it, below Nest. */
export function fastifyAdapter({ trustProxy = false }: ServerOptions): FastifyAdapter {
  const adapter = new FastifyAdapter({
    trustProxy,
    bodyLimit: DEFAULT_BODY_LIMIT,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH, ignoreTrailingSlash: true },
    keepAliveTimeout: 72_000, // longer than the usual 60 s of a load balancer, which then never meets a closing socket
    requestTimeout: 60_000, // to receive a whole request; 21 MB fit in on a slow line
    return503OnClosing: false, // what was accepted is answered
    requestIdHeader: false,
    genReqId: requestIdOf,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      prepare(request, reply);
      sendProblem(error, request, reply);
    },
    clientErrorHandler: answerUnreadable,
  });
  const fastify: FastifyInstance = adapter.getInstance();
  keepRawBodies(fastify);
  readBodyLimits(fastify);
  fastify.addHook('onRequest', (request, reply, done) => {
    prepare(request, reply);
    done();
  });
  fastify.addHook('onSend', async (request, reply) => {
    if (reply.statusCode === 413) await drain(request.raw);
  });
  return adapter;
}

/** Reads on, for a while: a client that still sends would meet a closed connection and never see our answer. */
async function drain(body: IncomingMessage): Promise<void> {
  body.resume();
  await finished(body, { writable: false, signal: AbortSignal.timeout(DRAIN_MS) }).catch(() => undefined); // then let it be cut
}

function prepare(request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('x-request-id', request.id).headers(securityHeaders(request.url));
  // Fastify refuses a malformed type before anybody could be authenticated.
  const type = request.headers['content-type'];
  if (type !== undefined && !/^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(;|$)/.test(type))
    request.headers['content-type'] = 'application/octet-stream';
}

/** Node could not even read a request: there is none to route, only a socket to write to. */
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
