import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ControlBody, JsonBody } from '../control/json-body.js';
import { DomainEvents } from '../domain/domain-events.js';
import { badRequest } from '../domain/engage.errors.js';
import { EngageState } from '../domain/state/engage-state.js';
import type { Source } from '../domain/state/model.js';
import { SimClock } from '../domain/sim-clock.js';
import { presentContent } from '../rest/presenters.js';
import { NativeCustomers } from './native-customers.js';
import { PhoneViews } from './phone-views.js';

/** Data of the phone page: customers of the sources that Engage itself serves. */
@Controller('_sim/phone')
export class PhoneController {
  constructor(
    private readonly state: EngageState,
    private readonly views: PhoneViews,
    private readonly customers: NativeCustomers,
    private readonly clock: SimClock,
    private readonly events: DomainEvents,
  ) {}

  @Get()
  overview(): unknown {
    return this.views.overview();
  }

  @Get(':source/:customer')
  conversation(@Param('source') source: string, @Param('customer') customer: string): unknown {
    return this.views.conversation(this.native(source), customer);
  }

  /** Text, files as `{ filename, content }` (base64), or a choice: the answered message and the payload. */
  @Post(':source/:customer/messages')
  @HttpCode(200)
  async write(
    @Param('source') source: string,
    @Param('customer') userId: string,
    @JsonBody() body: ControlBody,
  ): Promise<unknown> {
    const content = await this.customers.write(this.native(source), {
      userId,
      name: body.text('name'),
      text: body.text('text'),
      attachments: body.value('attachments'),
      private: body.flag('private'),
      inReplyTo: body.text('inReplyTo'),
      payload: body.text('payload'),
    });
    return content ? presentContent(this.state, content) : {};
  }

  /** The customer has seen everything that was delivered so far. */
  @Post(':source/:customer/read')
  @HttpCode(204)
  read(@Param('source') source: string, @Param('customer') customer: string): void {
    for (const content of this.views.unread(this.native(source), customer)) content.read_at = this.clock.iso();
    this.events.changed();
  }

  private native(id: string): Source {
    const source = this.state.sources.require(id);
    if (Object.hasOwn(this.state.sdk, id)) throw badRequest('Customers of a Channel SDK source are at the connector');
    return source;
  }
}
