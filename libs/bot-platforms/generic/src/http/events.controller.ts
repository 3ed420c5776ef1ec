import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IdempotentCall } from '#bot-platforms';
import { AcceptPresence, type IdempotentRequest } from '#handover';
import { CurrentTenant, RequiresBotKey, type Tenant } from '#tenant-config';
import { ApiProblems, NotBuiltYet } from '#web';
import { BotSideEventDto } from './bot-event.dto.js';
import { EVENT_EXAMPLES } from './generic-examples.js';
import { sessionIdOf } from './session.dto.js';

@ApiTags('Bots: generic')
@ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description: 'Your id of this call; a repeat with the same id has no second effect.',
})
@RequiresBotKey('generic')
@Controller('v1/events')
export class EventsController {
  constructor(private readonly presence: AcceptPresence) {}

  /** The agent reads it while a handover runs. Typing and read receipts are not built yet (501). */
  @Post()
  @HttpCode(202)
  @ApiOperation({ summary: 'Tell us that the customer joined or left' })
  @ApiBody({ type: BotSideEventDto, examples: EVENT_EXAMPLES })
  @ApiAcceptedResponse({ description: 'Stored.' })
  @ApiProblems(400, 404, 422, 501)
  async accept(
    @CurrentTenant() tenant: Tenant,
    @Body() dto: BotSideEventDto,
    @IdempotentCall() request: IdempotentRequest,
  ): Promise<void> {
    const { type } = dto;
    if (type !== 'user_connected' && type !== 'user_disconnected') throw new NotBuiltYet();
    await this.presence.run(tenant, { sessionId: sessionIdOf(dto), type, request });
  }
}
