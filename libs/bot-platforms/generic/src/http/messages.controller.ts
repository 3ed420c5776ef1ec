import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiTags } from '@nestjs/swagger';
import { IdempotentCall } from '#bot-platforms';
import { AcceptBotSideMessage, type IdempotentRequest } from '#handover';
import { CurrentTenant, RequiresBotKey, type Tenant } from '#tenant-config';
import { ApiProblems } from '#web';
import { AcceptedMessageDto, BotMessageDto, toBotSideMessage } from './bot-message.dto.js';

@ApiTags('Bots: generic')
@RequiresBotKey('generic')
@Controller('v1/messages')
export class MessagesController {
  constructor(private readonly messages: AcceptBotSideMessage) {}

  /** Tell us what the customer or your bot said. 202 means stored, not yet delivered. */
  @Post()
  @HttpCode(202)
  @ApiAcceptedResponse({ type: AcceptedMessageDto })
  @ApiProblems(400, 409, 422)
  accept(
    @CurrentTenant() tenant: Tenant,
    @Body() dto: BotMessageDto,
    @IdempotentCall() call: IdempotentRequest,
  ): Promise<AcceptedMessageDto> {
    return this.messages.run(tenant, toBotSideMessage(dto, call));
  }
}
