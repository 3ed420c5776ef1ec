import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IdempotentCall } from '#bot-platforms';
import { AcceptPresence, AcceptReadReceipt, AcceptTyping, type IdempotentRequest } from '#handover';
import { cleanText, type ForeignId } from '#kernel';
import { CurrentTenant, RequiresBotKey, type Tenant } from '#tenant-config';
import { ApiProblems } from '#web';
import { CustomerEventDto } from './bot-event.dto.js';
import { EVENT_EXAMPLES } from './generic-examples.js';
import { GENERIC_TAG } from './generic-tag.js';
import { sessionIdOf } from './session.dto.js';

@ApiTags(GENERIC_TAG.name)
@ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description: 'Your id of this call. A repeat with the same id has no second effect.',
})
@RequiresBotKey('generic')
@Controller('v1/events')
export class EventsController {
  constructor(
    private readonly presence: AcceptPresence,
    private readonly typing: AcceptTyping,
    private readonly receipts: AcceptReadReceipt,
  ) {}

  /**
   * While a handover runs, agents see joining, leaving and typing; otherwise the call has no effect. Typing is shown at
   * once or not at all: repeat `typing_started` every few seconds while the customer types.
   */
  @Post()
  @HttpCode(202)
  @ApiOperation({
    operationId: 'reportEvent',
    summary: 'Report that the customer joined or left, types, or has read a message',
  })
  @ApiBody({ type: CustomerEventDto, examples: EVENT_EXAMPLES })
  @ApiAcceptedResponse({ description: 'Stored.' })
  @ApiProblems(400, 404, 422)
  async accept(
    @CurrentTenant() tenant: Tenant,
    @Body() dto: CustomerEventDto,
    @IdempotentCall() request: IdempotentRequest,
  ): Promise<void> {
    const { type, preview, messageId = '' } = dto;
    const call = { sessionId: sessionIdOf(dto), request };
    switch (type) {
      case 'message_read':
        return this.receipts.run(tenant, { ...call, messageId: messageId as ForeignId });
      case 'typing_started':
      case 'typing_stopped':
        return this.typing.run(tenant, { ...call, type, preview: preview && cleanText(preview) });
      default:
        return this.presence.run(tenant, { ...call, type });
    }
  }
}
