import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IdempotentCall } from '#bot-platforms';
import { AcceptBotSideMessage, type IdempotentRequest } from '#handover';
import { CurrentTenant, RequiresBotKey, type Tenant } from '#tenant-config';
import { ApiProblems, BodyLimit } from '#web';
import { AcceptedMessageDto, BotMessageDto, toBotSideMessage } from './bot-message.dto.js';
import { MESSAGE_EXAMPLES } from './generic-examples.js';
import { GENERIC_TAG } from './generic-tag.js';

/** 1 MB of files in base64, and the rest of the message. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;

@ApiTags(GENERIC_TAG.name)
@RequiresBotKey('generic')
@Controller('v1/messages')
export class MessagesController {
  constructor(private readonly messages: AcceptBotSideMessage) {}

  /**
   * Report every message, also while an agent has the conversation. If the answer has `route: "agent"`, your bot must stay silent.
   * 202 means stored, not yet delivered.
   */
  @Post()
  @HttpCode(202)
  @BodyLimit(MAX_BODY_BYTES)
  @ApiOperation({ operationId: 'reportMessage', summary: 'Report what the customer or your bot said' })
  @ApiBody({ type: BotMessageDto, examples: MESSAGE_EXAMPLES })
  @ApiAcceptedResponse({ type: AcceptedMessageDto })
  @ApiProblems(400, 409, 413, 422)
  accept(
    @CurrentTenant() tenant: Tenant,
    @Body() dto: BotMessageDto,
    @IdempotentCall() call: IdempotentRequest,
  ): Promise<AcceptedMessageDto> {
    return this.messages.run(tenant, toBotSideMessage(dto, call));
  }
}
