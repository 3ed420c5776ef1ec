import { Controller, Header, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { EngageRefusal, unprocessable } from '../domain/engage.errors.js';
import { EngageState } from '../domain/state/engage-state.js';
import { isSignedBy, SIGNATURE_HEADER } from '../outbound/signature.js';
import { SendActions } from './send-actions.js';

/** The realtime endpoint of a source: `{ action, params }`, signed; answers `ok` as plain text. */
@Controller('realtime/sdk')
export class SendApiController {
  constructor(
    private readonly state: EngageState,
    private readonly actions: SendActions,
  ) {}

  /** Checks in the order source → signature → JSON → format → action → resource → structured content → rate. */
  @Post(':sourceId')
  @HttpCode(200)
  @Header('content-type', 'text/plain; charset=utf-8')
  receive(
    @Param('sourceId') sourceId: string,
    @Query('signature') inQuery: string | undefined,
    @Req() request: FastifyRequest,
  ): string {
    const source = this.state.sources.get(sourceId);
    const settings = Object.hasOwn(this.state.sdk, sourceId) ? this.state.sdk[sourceId] : undefined;
    if (!source?.active || !settings) throw unprocessable('Source not found');
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const inHeader = request.headers[SIGNATURE_HEADER];
    const candidates = [inHeader, inQuery].filter((item) => typeof item === 'string');
    if (!candidates.some((signature) => isSignedBy(body, signature, settings.access_token)))
      throw unprocessable('Invalid signature');
    const { action, params } = readRequest(body);
    this.actions.run(source, action, params);
    return 'ok';
  }
}

function readRequest(body: Buffer): { action: string; params: Record<string, unknown> } {
  const { action, params } = (parseJson(body) ?? {}) as { action?: unknown; params?: unknown };
  if (
    typeof action !== 'string' ||
    action === '' ||
    typeof params !== 'object' ||
    params === null ||
    Array.isArray(params)
  ) {
    throw new EngageRefusal(400, 'bad_request', 'Invalid request format');
  }
  return { action, params: params as Record<string, unknown> };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    throw new EngageRefusal(400, 'bad_request', 'Bad request');
  }
}
