import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { AgentDesk } from '../domain/agents/agent-desk.js';
import { AgentPresence } from '../domain/agents/agent-presence.js';
import { Attachments } from '../domain/files/attachments.js';
import { badRequest } from '../domain/engage.errors.js';
import { EngageState } from '../domain/state/engage-state.js';
import { StructuredReplies } from '../domain/structured/structured-replies.js';
import { presentContent } from '../rest/presenters.js';
import { ControlBody, JsonBody } from './json-body.js';
import { Lookup } from './lookup.js';

/** Acts as an agent; `thread` is Engage's id or the source's. */
@Controller('_sim/agents/:agent')
export class AgentsController {
  constructor(
    private readonly desk: AgentDesk,
    private readonly presence: AgentPresence,
    private readonly lookup: Lookup,
    private readonly state: EngageState,
    private readonly attachments: Attachments,
    private readonly structured: StructuredReplies,
  ) {}

  @Post('take')
  @HttpCode(204)
  take(@Param('agent') agent: string, @JsonBody() body: ControlBody): void {
    this.desk.take(this.lookup.agent(agent), this.lookup.thread(body.required('thread')));
  }

  @Post('engage')
  @HttpCode(204)
  engage(@Param('agent') agent: string, @JsonBody() body: ControlBody): void {
    this.desk.engage(this.lookup.agent(agent), this.lookup.thread(body.required('thread')));
  }

  @Post('reply')
  @HttpCode(200)
  reply(@Param('agent') agent: string, @JsonBody() body: ControlBody): unknown {
    const thread = this.lookup.thread(body.required('thread'));
    const attachmentIds = body.texts('attachmentIds') ?? [];
    const content = this.desk.reply(this.lookup.agent(agent), thread, body.text('body') ?? '', {
      force: body.flag('force'),
      structuredContent: this.structured.read(thread.source_id, body.value('structuredContent')),
      attachments: attachmentIds.map((id) => this.attachments.reference(this.state.attachments.require(id))),
    });
    return presentContent(this.state, content);
  }

  @Post('defer')
  @HttpCode(204)
  defer(@Param('agent') agent: string, @JsonBody() body: ControlBody): void {
    this.desk.defer(this.lookup.agent(agent), this.lookup.thread(body.required('thread')), body.number('seconds'));
  }

  @Post('transfer')
  @HttpCode(204)
  transfer(@Param('agent') agent: string, @JsonBody() body: ControlBody): void {
    const to = body.text('to');
    const targets = to === undefined ? [] : [this.lookup.agent(to).id];
    this.desk.transfer(
      this.lookup.agent(agent),
      this.lookup.thread(body.required('thread')),
      targets,
      body.texts('categoryIds'),
    );
  }

  @Post('complete')
  @HttpCode(204)
  complete(@Param('agent') agent: string, @JsonBody() body: ControlBody): void {
    this.desk.complete(this.lookup.agent(agent), this.lookup.thread(body.required('thread')));
  }

  @Post('cancel')
  @HttpCode(204)
  cancel(@Param('agent') agent: string, @JsonBody() body: ControlBody): void {
    this.desk.cancel(this.lookup.agent(agent), this.lookup.thread(body.required('thread')));
  }

  @Post('status')
  @HttpCode(204)
  status(@Param('agent') name: string, @JsonBody() body: ControlBody): void {
    const agent = this.lookup.agent(name);
    const status = body.required('status');
    if (status === 'disconnected') return this.presence.disconnect(agent);
    if (status !== 'available' && status !== 'away') throw badRequest('status must be available, away or disconnected');
    this.presence.connect(agent);
    this.presence.setAvailability(agent, status);
  }
}
