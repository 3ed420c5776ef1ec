import { Body, Controller, Get, HttpCode, HttpStatus, Param, ParseUUIDPipe, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { ConversationId } from '#kernel';
import { type Admin, CurrentAdmin, ReasonDto, Requires } from '#tenant-config';
import { ApiId, ApiProblems, ConditionalGet } from '#web';
import { ConversationQueries } from '../conversation-queries.js';
import { EndHandoverByOperator } from '../end-handover-by-operator.js';
import { StartHandoverByOperator } from '../start-handover-by-operator.js';
import { ConversationDto, ConversationPageDto, ConversationQueryDto, OperatorHandoverDto } from './conversation.dto.js';

/** No conversation has an id that is not a UUID. */
const UuidPipe = new ParseUUIDPipe({ errorHttpStatusCode: HttpStatus.NOT_FOUND });

@ApiTags('Conversations')
@Requires('viewer')
@Controller('admin/conversations')
export class ConversationsController {
  constructor(
    private readonly look: ConversationQueries,
    private readonly operate: EndHandoverByOperator,
    private readonly starts: StartHandoverByOperator,
  ) {}

  /**
   * Lists conversations, most recently changed first. With `trouble=true` only those that need an operator: a delivery is parked, the next one
   * has been undelivered for 15 minutes, or a customer has waited 15 minutes for an agent.
   */
  @Get()
  @ConditionalGet()
  @ApiOperation({ operationId: 'listConversations', summary: 'List conversations' })
  @ApiProblems(400, 404)
  list(
    @CurrentAdmin() admin: Admin,
    @Query() { trouble, ...query }: ConversationQueryDto,
  ): Promise<ConversationPageDto> {
    return this.look.list(admin, { ...query, inTrouble: trouble === 'true' });
  }

  /** A conversation with its timeline: every message, state change, call, retry and error in order. */
  @Get(':id')
  @ApiId('The id of the conversation, as the list shows it.')
  @ConditionalGet()
  @ApiOperation({ operationId: 'getConversation', summary: 'Get a conversation and its timeline' })
  @ApiProblems(404)
  get(@CurrentAdmin() admin: Admin, @Param('id', UuidPipe) id: string): Promise<ConversationDto> {
    return this.look.at(admin, id as ConversationId);
  }

  /** Ends the running handover as cancelled, and the bot answers again. The agents' intervention in Engage does not change. */
  @Post(':id/resume')
  @ApiId('The id of the conversation, as the list shows it.')
  @HttpCode(202)
  @Requires('operator')
  @ApiOperation({ operationId: 'resumeConversation', summary: 'Return the conversation to the bot' })
  @ApiProblems(400, 404)
  resume(
    @CurrentAdmin() admin: Admin,
    @Param('id', UuidPipe) id: string,
    @Body() { reason }: ReasonDto,
  ): Promise<void> {
    return this.operate.run(admin, id as ConversationId, 'resume', reason);
  }

  /** Ends the running handover as completed and closes the agents' intervention in Engage. */
  @Post(':id/close')
  @ApiId('The id of the conversation, as the list shows it.')
  @HttpCode(202)
  @Requires('operator')
  @ApiOperation({ operationId: 'closeConversation', summary: 'Close the conversation on both sides' })
  @ApiProblems(400, 404)
  close(@CurrentAdmin() admin: Admin, @Param('id', UuidPipe) id: string, @Body() { reason }: ReasonDto): Promise<void> {
    return this.operate.run(admin, id as ConversationId, 'close', reason);
  }

  /**
   * Hands the conversation over to the agents, for example again after a failed start. It uses the stored history and profile, and agents see the
   * reason. 201: a handover starts. 200: a handover is already running. The settings of the tenant apply, including pause and availability.
   */
  @Post(':id/handover')
  @ApiId('The id of the conversation, as the list shows it.')
  @Requires('operator')
  @ApiOperation({ operationId: 'startOperatorHandover', summary: 'Start a handover' })
  @ApiCreatedResponse({ type: OperatorHandoverDto })
  @ApiOkResponse({ type: OperatorHandoverDto, description: 'A handover is already running.' })
  @ApiProblems(400, 404, 409, 503)
  async handover(
    @CurrentAdmin() admin: Admin,
    @Param('id', UuidPipe) id: string,
    @Body() { reason }: ReasonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OperatorHandoverDto> {
    const { created, ...started } = await this.starts.run(admin, id as ConversationId, reason);
    reply.status(created ? 201 : 200);
    return started;
  }
}
