import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ConversationStatus } from '#handover';
import { CurrentTenant, RequiresBotKey, type Tenant } from '#tenant-config';
import { ApiProblems } from '#web';
import { ConversationStatusDto } from './conversation-status.dto.js';
import { GENERIC_TAG } from './generic-tag.js';
import { SessionDto, sessionIdOf } from './session.dto.js';

@ApiTags(GENERIC_TAG.name)
@RequiresBotKey('generic')
@Controller('v1/conversations')
export class ConversationsController {
  constructor(private readonly status: ConversationStatus) {}

  /** Shows who answers the customer, the position in the queue, the agent's name, and the times. */
  @Get(':sessionId')
  @ApiOperation({ operationId: 'getConversationStatus', summary: 'Get the status of a conversation' })
  @ApiOkResponse({ type: ConversationStatusDto })
  @ApiProblems(400, 404)
  show(@CurrentTenant() tenant: Tenant, @Param() session: SessionDto): Promise<ConversationStatusDto> {
    return this.status.run(tenant, sessionIdOf(session));
  }
}
