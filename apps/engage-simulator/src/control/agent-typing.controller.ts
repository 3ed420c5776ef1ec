import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { AgentsTyping } from '../domain/agents/agents-typing.js';
import { conflict } from '../domain/engage.errors.js';
import { EngageState } from '../domain/state/engage-state.js';
import type { Thread } from '../domain/state/model.js';
import { SdkClient } from '../outbound/sdk-client.js';
import { ControlBody, JsonBody } from './json-body.js';
import { Lookup } from './lookup.js';

/** An agent types. */
@Controller('_sim/threads/:thread/typing')
export class AgentTypingController {
  constructor(
    private readonly lookup: Lookup,
    private readonly state: EngageState,
    private readonly sdk: SdkClient,
    private readonly agents: AgentsTyping,
  ) {}

  /**
   * On native sources the customer sees it. It is not documented whether Engage notifies a Channel SDK source: only
   * with the switch `sdk.typing`.
   */
  @Post()
  @HttpCode(204)
  async typing(@Param('thread') id: string, @JsonBody() body: ControlBody): Promise<void> {
    const thread = this.lookup.thread(id);
    const stop = body.flag('stop');
    if (Object.hasOwn(this.state.sdk, thread.source_id)) return this.tell(thread, stop);
    if (stop) this.agents.stop(thread.id);
    else this.agents.start(thread.id);
  }

  private async tell(thread: Thread, stop: boolean): Promise<void> {
    if (!this.state.switches.sdk.typing) throw conflict('The switch sdk.typing is off');
    const asked = this.state.contents.findLast((item) => item.thread_id === thread.id && item.creator_id === null);
    const params = { thread_id: thread.foreign_id, in_reply_to_id: asked?.foreign_id ?? null };
    await this.sdk.call(thread.source_id, stop ? 'typing.stop' : 'typing.start', params);
  }
}
