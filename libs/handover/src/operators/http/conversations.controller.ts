import { Controller, Get, HttpCode, HttpStatus, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ConversationId } from '#kernel';
import { type Admin, CurrentAdmin, Requires } from '#tenant-config';
import { ApiProblems } from '#web';
import { ConversationQueries } from '../conversation-queries.js';
import { EndHandoverByOperator } from '../end-handover-by-operator.js';
import { ConversationDto, ConversationPageDto, ConversationQueryDto } from './conversation.dto.js';

/** An id that is no UUID names nothing. */
const UuidPipe = new ParseUUIDPipe({ errorHttpStatusCode: HttpStatus.NOT_FOUND });

@ApiTags('3 Conversations')
@Requires('viewer')
@Controller('admin/conversations')
export class ConversationsController {
  constructor(
    private readonly look: ConversationQueries,
    private readonly operate: EndHandoverByOperator,
  ) {}

  /** Conversations, the ones that changed last first. */
  @Get()
  @ApiOperation({ summary: 'List conversations' })
  @ApiProblems(400, 404)
  list(@CurrentAdmin() admin: Admin, @Query() query: ConversationQueryDto): Promise<ConversationPageDto> {
    return this.look.list(admin, query);
  }

  /** A conversation with its timeline: every message, state change, call, retry and error in order. */
  @Get(':id')
  @ApiOperation({ summary: 'Get a conversation and its timeline' })
  @ApiProblems(404)
  get(@CurrentAdmin() admin: Admin, @Param('id', UuidPipe) id: string): Promise<ConversationDto> {
    return this.look.at(admin, id as ConversationId);
  }

  /** Ends the running handover as cancelled and lets the bot answer again; the agents' case in Engage stays as it is. */
  @Post(':id/resume')
  @HttpCode(202)
  @Requires('operator')
  @ApiOperation({ summary: 'Force the conversation back to the bot' })
  @ApiProblems(404)
  resume(@CurrentAdmin() admin: Admin, @Param('id', UuidPipe) id: string): Promise<void> {
    return this.operate.run(admin, id as ConversationId, 'resume');
  }

  /** Ends the running handover as completed and closes the agents' case in Engage. */
  @Post(':id/close')
  @HttpCode(202)
  @Requires('operator')
  @ApiOperation({ summary: 'Close the conversation on both sides' })
  @ApiProblems(404)
  close(@CurrentAdmin() admin: Admin, @Param('id', UuidPipe) id: string): Promise<void> {
    return this.operate.run(admin, id as ConversationId, 'close');
  }
}
