import { Controller, Get, Header, Headers, HttpCode, Param, Post, Query, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { BodyLimit, CurrentCaller, type IncomingBody, ReceivedBody, type RequestCaller } from '#web';
import type { FastifyReply } from 'fastify';
import { ReceiveEngageCall } from '../application/receive-engage-call.js';
import { VerifySubscription } from '../application/verify-subscription.js';
import { AskToRepeat } from './ask-to-repeat.filter.js';

/** Engage's own limit is 20 MB. */
const MAX_BODY_BYTES = 21 * 1024 * 1024;
const SIGNATURE_HEADER = 'x-smccsdk-signature';

/** This URL is both the Base URI of the tenant's source and its webhook URL. */
@ApiExcludeController()
@UseFilters(AskToRepeat)
@Controller('handover/rce')
export class EngageController {
  constructor(
    private readonly calls: ReceiveEngageCall,
    private readonly verification: VerifySubscription,
  ) {}

  @Get(['', ':slug'])
  @Header('content-type', 'text/plain; charset=utf-8')
  verify(
    @Param('slug') slug: string | undefined,
    @Query() query: Record<string, unknown>,
    @Headers('x-dimelo-secret') webhookSecret: string | undefined,
  ): Promise<string> {
    const { 'hub.mode': mode, 'hub.challenge': challenge, 'hub.verify_token': verifyToken } = query;
    return this.verification.run({ slug, mode, challenge, verifyToken, webhookSecret });
  }

  @Post(['', ':slug'])
  @BodyLimit(MAX_BODY_BYTES)
  @HttpCode(200) // Engage counts every other status of a webhook, 202 included, as a failure
  async receive(
    @Param('slug') slug: string | undefined,
    @Query('signature') querySignature: unknown,
    @Headers() headers: Record<string, string | undefined>,
    @ReceivedBody() body: IncomingBody,
    @CurrentCaller() caller: RequestCaller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const answer = await this.calls.run({
      slug,
      signatures: [headers[SIGNATURE_HEADER], querySignature].flat().filter(isFilled),
      webhookSecret: headers['x-dimelo-secret'],
      body,
      caller,
    });
    if (answer.signature) reply.header('content-type', 'application/json').header(SIGNATURE_HEADER, answer.signature);
    return answer.body;
  }
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
