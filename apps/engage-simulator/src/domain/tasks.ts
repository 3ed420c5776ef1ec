import { Injectable } from '@nestjs/common';
import { hasSkills, isAvailable, ringableAgents, skilledAgents } from './agents/availability.js';
import { blankTask } from './state/blank-records.js';
import { DomainEvents } from './domain-events.js';
import { conflict, forbidden } from './engage.errors.js';
import { EngageState, isLive, isWaiting, workbinOf } from './state/engage-state.js';
import { taskResource } from './event-metadata.js';
import { IdSource } from './ids.js';
import type { Content, Intervention, Task, Thread, User } from './state/model.js';
import { SimClock } from './sim-clock.js';

/** Units of work of the routing: created for a content that needs an answer, offered, taken, completed. */
@Injectable()
export class Tasks {
  constructor(
    private readonly state: EngageState,
    private readonly events: DomainEvents,
    private readonly clock: SimClock,
    private readonly ids: IdSource,
  ) {}

  /**
   * A customer's content needs an answer: joins the live task of its thread or creates one. Does nothing in folder
   * mode.
   */
  demand(thread: Thread, content: Content, intervention?: Intervention): void {
    if (!this.state.switches.taskMode) return;
    const live = this.state.liveTask(thread.id);
    if (live) live.content_id = content.id;
    else this.create(thread, content, intervention);
  }

  create(thread: Thread, content: Content, intervention?: Intervention): Task {
    const source = this.state.sources.require(thread.source_id);
    const task = this.state.tasks.add({
      ...blankTask(),
      ...this.ids.stamp(),
      channel_id: source.channel_id,
      source_id: source.id,
      thread_id: thread.id,
      identity_id: content.author_id,
      content_id: content.id,
      language: content.language,
      segment_index: this.nextSegment(intervention),
      intervention_id: intervention?.id ?? null,
    });
    this.emit('task.created', task);
    this.route(task);
    return task;
  }

  /**
   * Offers a task to the least loaded available agent with the skills. Without one it waits; if no agent has the skills
   * it is undelivered.
   */
  route(task: Task, except: string[] = []): void {
    const categories = this.categoriesOf(task);
    const allowed = (agent: User): boolean => task.targets.length === 0 || task.targets.includes(agent.id);
    if (!skilledAgents(this.state, task.source_id, task.targets.length > 0 ? [] : categories).some(allowed)) {
      this.undeliver(task);
      return;
    }
    const wanted = ringableAgents(this.state, task, task.targets.length > 0 ? [] : categories).filter(allowed);
    const agent = wanted.find(({ id }) => !except.includes(id)) ?? wanted[0];
    this.change(task, { queue: 'global', step: 'default_target', agent_ids: agent ? [agent.id] : [] });
    if (agent) {
      this.emit('task.assigned', task);
      this.ring(task, agent);
    } else {
      this.waitForAgents(task);
    }
  }

  /** Offers waiting tasks again. */
  rerouteWaiting(): void {
    for (const task of this.state.tasks.filter((item) => isWaiting(item) && item.agent_ids.length === 0)) {
      const before = ringableAgents(this.state, task, this.categoriesOf(task)).length;
      if (before > 0) this.route(task);
    }
  }

  /** Withdraws offers that the agent can no longer accept. */
  withdrawOffers(agent: User): void {
    const offered = this.state.tasks.filter(
      (task) => isWaiting(task) && task.agent_ids.includes(agent.id) && !isAvailable(agent, task.channel_id),
    );
    for (const task of offered) this.expireFromStep(task);
  }

  /**
   * An agent accepts: by the offer (`ring`) or on request. @throws EngageRefusal 403 without the skills or when away,
   * 409 when another agent already has it.
   */
  take(task: Task, agent: User): void {
    if (!isLive(task)) throw conflict('Task is already completed');
    if (task.queue.startsWith('workbin_')) throw conflict('Task is already taken');
    const rung = task.agent_ids.includes(agent.id);
    if (!rung && !hasSkills(this.state, agent, this.categoriesOf(task)))
      throw forbidden('Agent lacks the skills of this task');
    if (!isAvailable(agent, task.channel_id)) throw forbidden('Agent is not available on this channel');
    this.accept(task, agent, rung ? 'ring' : 'request');
    this.emit('task.taken', task, agent.id);
  }

  /** A supervisor puts the task into an agent's workbin. */
  supervisorAssign(task: Task, agent: User, supervisorId: string): void {
    if (!isLive(task)) throw conflict('Task is already completed');
    this.accept(task, agent, null);
    this.emit('task.supervisor_assigned', task, supervisorId);
  }

  transfer(task: Task, targets: string[], actorId: string): void {
    if (!isLive(task)) throw conflict('Task is already completed');
    this.change(task, {
      targets,
      queue: 'global',
      agent_ids: [],
      type: null,
      accepted_at: null,
      transfered_at: this.clock.iso(),
    });
    this.emit('task.transferred', task, actorId);
    this.route(task, [actorId]);
  }

  /** The offer rang too long: goes to the next agent. */
  expireFromStep(task: Task): void {
    if (!isWaiting(task)) throw conflict('Task is not being offered');
    const tried = task.agent_ids;
    this.change(task, { agent_ids: [] });
    this.emit('task.expired_from_step', task);
    this.route(task, tried);
  }

  /** The agent was absent too long: back to routing. */
  expireFromWorkbin(task: Task): void {
    if (!task.queue.startsWith('workbin_')) throw conflict('Task is not in a workbin');
    const tried = task.agent_ids;
    this.change(task, { agent_ids: [], queue: 'global', type: null, accepted_at: null });
    this.emit('task.expired_from_workbin', task);
    this.route(task, tried);
  }

  /** The thread has other categories now. No actor is named. */
  tellRecategorized(task: Task): void {
    this.emit('task.recategorized', task);
  }

  /** Offers by the new skills. A task of an agent stays if the agent has them, or while an intervention is open. */
  reroute(task: Task): void {
    const holder = task.queue.startsWith('workbin_') ? this.state.users.get(task.agent_ids[0]) : undefined;
    if (holder && (task.intervention_id || hasSkills(this.state, holder, this.categoriesOf(task)))) return;
    this.change(task, { targets: [], type: null, accepted_at: null });
    this.route(task);
  }

  complete(task: Task, action: 'closed' | 'deferred', actorId: string | null): void {
    this.change(task, { action, queue: 'history', completed_at: this.clock.iso() });
    this.emit('task.completed', task, actorId, action);
    this.rerouteWaiting();
  }

  destroy(task: Task, actorId: string | null): void {
    this.change(task, { destroyed: true, completed_at: this.clock.iso() });
    this.emit('task.destroyed', task, actorId);
    this.rerouteWaiting();
  }

  undeliver(task: Task): void {
    this.change(task, { queue: 'undelivered', agent_ids: [], step: null, type: null });
    this.emit('task.undelivered', task);
  }

  private accept(task: Task, agent: User, type: Task['type']): void {
    this.change(task, {
      queue: workbinOf(agent.id),
      agent_ids: [agent.id],
      type,
      accepted_at: this.clock.iso(),
      targets: [],
    });
  }

  private ring(task: Task, agent: User): void {
    const { ringSeconds, takesAtOnce } = this.state.switches.routing;
    if (takesAtOnce === agent.firstname) return this.take(task, agent);
    if (ringSeconds === 0) return;
    task.expire_at = new Date(this.clock.millis() + ringSeconds * 1000).toISOString();
    this.clock.after(ringSeconds * 1000, () => {
      if (isWaiting(task) && task.agent_ids.includes(agent.id)) this.expireFromStep(task);
    });
  }

  private waitForAgents(task: Task): void {
    const { stepSeconds } = this.state.switches.routing;
    if (stepSeconds === 0) return;
    this.clock.after(stepSeconds * 1000, () => {
      if (!isWaiting(task) || task.agent_ids.length > 0) return;
      this.emit('task.expired_from_step', task);
      this.undeliver(task);
    });
  }

  private categoriesOf(task: Task): string[] {
    return this.state.threads.require(task.thread_id).thread_category_ids;
  }

  /** The number of the next segment of an intervention, which grows with every task. */
  private nextSegment(intervention?: Intervention): number {
    return intervention ? 1 + this.state.tasks.filter((task) => task.intervention_id === intervention.id).length : 1;
  }

  private change(task: Task, changes: Partial<Task>): void {
    Object.assign(task, changes, { updated_at: this.clock.iso() });
  }

  private emit(type: string, task: Task, userId: string | null = null, action: string | null = null): void {
    this.events.emit({ type, userId, action, resource: taskResource(task, type === 'task.taken') });
  }
}
