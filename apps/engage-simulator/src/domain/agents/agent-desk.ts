import { Injectable } from '@nestjs/common';
import { conflict, forbidden, notFound, unprocessable } from '../engage.errors.js';
import { EngageState, workbinOf } from '../state/engage-state.js';
import { Interventions } from '../interventions.js';
import type { AttachmentRef, Content, Intervention, Task, Thread, User } from '../state/model.js';
import { Replies } from '../exchange/replies.js';
import { SimClock } from '../sim-clock.js';
import { Tasks } from '../tasks.js';
import { Threads } from '../threads.js';

const DEFAULT_DEFERRAL_SECONDS = 3600;

export interface ReplyOptions {
  /** Skips the rule that the agent must hold the task, e.g. for a goodbye after closing. */
  readonly force?: boolean;
  readonly structuredContent?: unknown;
  readonly attachments?: AttachmentRef[];
}

/** The actions of an agent at the desk, with the rules of task mode and folder mode. */
@Injectable()
export class AgentDesk {
  constructor(
    private readonly state: EngageState,
    private readonly tasks: Tasks,
    private readonly interventions: Interventions,
    private readonly replies: Replies,
    private readonly threads: Threads,
    private readonly clock: SimClock,
  ) {}

  /** Accepts the thread's task together with an open intervention. In folder mode: engages. */
  take(agent: User, thread: Thread): void {
    if (!this.state.switches.taskMode) return void this.engage(agent, thread);
    const task = this.state.liveTask(thread.id);
    if (!task) throw conflict('There is no task for this thread');
    this.tasks.take(task, agent);
    const open = this.state.openIntervention(thread.id);
    if (open) this.interventions.reassign(open, agent, agent.id);
  }

  /** Opens the intervention without a reply, or reopens the last one. */
  engage(agent: User, thread: Thread): Intervention {
    const last = this.state.interventions.findLast((item) => item.thread_id === thread.id);
    if (!last?.closed) return this.interventions.open(thread, agent);
    this.interventions.reopen(last, undefined, agent);
    return last;
  }

  /** Writes to the customer. */
  reply(agent: User, thread: Thread, body: string, options: ReplyOptions = {}): Content {
    const { attachments = [], structuredContent, force = false } = options;
    if (body.trim() === '' && attachments.length === 0) throw unprocessable("Body can't be blank");
    if (!force) this.requireHold(agent, thread);
    const draft = { thread, author: agent, body, from: 'interface' as const, structuredContent, attachments };
    this.replies.identityFor(draft);
    const open = this.state.openIntervention(thread.id) ?? (force ? undefined : this.openForReply(agent, thread));
    return this.replies.write(draft, open);
  }

  defer(agent: User, thread: Thread, seconds = DEFAULT_DEFERRAL_SECONDS): void {
    this.requireHold(agent, thread);
    const open = this.state.openIntervention(thread.id) ?? this.openForReply(agent, thread);
    this.interventions.defer(open, this.clock.millis() + seconds * 1000, agent);
  }

  /** Ends a deferral early. */
  reactivate(thread: Thread): void {
    const open = this.state.openIntervention(thread.id);
    if (!open) throw notFound();
    this.interventions.reactivate(open);
  }

  transfer(agent: User, thread: Thread, targets: string[], categoryIds?: string[]): void {
    const task = this.requireTask(agent, thread);
    for (const id of targets) this.state.users.require(id);
    if (categoryIds) thread.thread_category_ids = categoryIds.map((id) => this.state.categories.require(id).id);
    this.tasks.transfer(task, targets, agent.id);
  }

  /** Closes the intervention; without one (no reply yet) only the task is completed. */
  complete(agent: User, thread: Thread): void {
    this.requireHold(agent, thread);
    const open = this.state.openIntervention(thread.id);
    if (open && open.replies.length > 0) return this.interventions.close(open, agent);
    const task = this.state.liveTask(thread.id);
    if (!task) throw forbidden('Intervention has no agent reply');
    this.tasks.complete(task, 'closed', agent.id);
  }

  /** Cancels the intervention before any reply; without one, the contents are ignored and the task is destroyed. */
  cancel(agent: User, thread: Thread): void {
    const open = this.state.openIntervention(thread.id);
    if (open) return this.interventions.cancel(open, agent);
    this.requireHold(agent, thread);
    this.threads.ignore(thread, agent.id);
  }

  /** A supervisor gives the thread to an agent. */
  assign(agent: User, thread: Thread, supervisorId: string): void {
    const task = this.state.liveTask(thread.id);
    if (this.state.switches.taskMode) {
      if (!task) throw conflict('There is no task for this thread');
      return this.tasks.supervisorAssign(task, agent, supervisorId);
    }
    const intervention = this.engage(agent, thread);
    this.interventions.emit('intervention.assigned', intervention, supervisorId);
  }

  private openForReply(agent: User, thread: Thread): Intervention {
    const closed = this.interventions.reopenable(thread);
    if (!closed) return this.interventions.open(thread, agent);
    this.interventions.reopen(closed, undefined, agent);
    return closed;
  }

  private requireHold(agent: User, thread: Thread): void {
    if (this.state.switches.taskMode) return void this.requireTask(agent, thread);
    const open = this.state.openIntervention(thread.id);
    if (open?.user_id !== agent.id) throw forbidden('Thread is not engaged by this agent');
  }

  private requireTask(agent: User, thread: Thread): Task {
    const task = this.state.liveTask(thread.id);
    if (task?.queue !== workbinOf(agent.id)) throw forbidden("Task is not in this agent's workbin");
    return task;
  }
}
