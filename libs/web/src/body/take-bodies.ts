import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { BodyBudget, type BodyBudgetLimits } from './body-budget.js';
import { IncomingBody } from './incoming-body.js';

/**
 * Gives every request its `incomingBody`. Its bytes are read later; one that announces more than the route accepts is
 * refused at once.
 */
export function takeBodies(fastify: FastifyInstance, limits: BodyBudgetLimits): void {
  const budget = new BodyBudget(limits);
  fastify.decorateRequest('incomingBody', null as unknown as IncomingBody);
  fastify.addHook('onRequest', (request, reply, done) => {
    request.incomingBody = new IncomingBody(request, reply, budget);
    done();
  });
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (request, _payload, done) => {
    request.incomingBody.refuseIfTooLarge();
    done(null, request.incomingBody);
  });
  // Callers who ask before they send (`Expect: 100-continue`) get `100 Continue` when the body is read.
  fastify.server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) =>
    fastify.server.emit('request', request, response),
  );
}
