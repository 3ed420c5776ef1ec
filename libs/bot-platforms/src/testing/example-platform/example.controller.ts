import { Body, Controller, HttpCode, HttpStatus, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AcceptBotSideMessage, EndHandover, StartHandover } from '#handover';
import { CurrentTenant, RequiresBotKey, type Tenant } from '#tenant-config';
import type { FastifyReply } from 'fastify';
import { ExampleCallDto, ExampleMessageDto, requestOf, sessionOf } from './example-calls.dto.js';

/** The calls of an example bot. */
@ApiTags('Bots: example')
@RequiresBotKey()
@Controller('v1/example')
export class ExampleController {
  constructor(
    private readonly accept: AcceptBotSideMessage,
    private readonly starting: StartHandover,
    private readonly end: EndHandover,
  ) {}

  @Post('said')
  @HttpCode(HttpStatus.ACCEPTED)
  said(@CurrentTenant() tenant: Tenant, @Body() call: ExampleMessageDto): Promise<object> {
    const { id: messageId, author, text } = call;
    return this.accept.run(tenant, {
      ...sessionOf(call),
      messageId,
      author,
      text,
      attachments: [],
      request: requestOf(call),
    });
  }

  @Post('help')
  async help(
    @CurrentTenant() tenant: Tenant,
    @Body() call: ExampleCallDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const command = { ...sessionOf(call), categoryIds: [], options: {}, request: requestOf(call) };
    const { handoverId, created } = await this.starting.run(tenant, command);
    void reply.status(created ? HttpStatus.CREATED : HttpStatus.OK);
    return { handoverId };
  }

  @Post('cancel')
  @HttpCode(HttpStatus.ACCEPTED)
  cancel(@CurrentTenant() tenant: Tenant, @Body() call: ExampleCallDto): Promise<void> {
    return this.end.run(tenant, { ...sessionOf(call), how: 'cancel', request: requestOf(call) });
  }

  @Post('close')
  @HttpCode(HttpStatus.ACCEPTED)
  close(@CurrentTenant() tenant: Tenant, @Body() call: ExampleCallDto): Promise<void> {
    return this.end.run(tenant, { ...sessionOf(call), how: 'close', request: requestOf(call) });
  }
}
