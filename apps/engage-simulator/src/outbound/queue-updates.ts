import { Injectable } from '@nestjs/common';
import { DomainEvents } from '../domain/domain-events.js';
import { EngageState, isWaiting } from '../domain/state/engage-state.js';
import type { Task } from '../domain/state/model.js';
import { SimClock } from '../domain/sim-clock.js';
import { SdkClient } from './sdk-client.js';

/** Sends waiting threads their position in the queue: on each change, and repeatedly while nothing changes. */
@Injectable()
export class QueueUpdates {
  private readonly received = new Map<string, { position: number; at: number }>();
  private scheduled = false;

  constructor(
    private readonly state: EngageState,
    private readonly events: DomainEvents,
    private readonly sdk: SdkClient,
    private readonly clock: SimClock,
  ) {}

  listen(): void {
    this.events.onChange(() => this.schedule());
  }

  start(): void {
    this.clock.after(1000, () => {
      this.update();
      this.start();
    });
  }

  /** Several changes at the same time cause one update. */
  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    queueMicrotask(() => {
      this.scheduled = false;
      this.update();
    });
  }

  private update(): void {
    const waiting = this.state.tasks.filter((task) => isWaiting(task) && this.wantsUpdates(task));
    const ids = new Set(waiting.map(({ id }) => id));
    for (const id of this.received.keys()) if (!ids.has(id)) this.received.delete(id);
    waiting.forEach((task, index) => this.tell(task, index + 1));
  }

  private tell(task: Task, position: number): void {
    const before = this.received.get(task.id);
    const { repeatSeconds, secondsPerPosition } = this.state.switches.queue;
    const now = this.clock.millis();
    const due = repeatSeconds > 0 && now - (before?.at ?? 0) >= repeatSeconds * 1000;
    if (before?.position === position && !due) return;
    this.received.set(task.id, { position, at: now });
    const params = {
      estimated_wait_time: position * secondsPerPosition,
      position,
      thread_id: this.state.threads.require(task.thread_id).foreign_id,
      in_reply_to_id: this.state.contents.get(task.content_id)?.foreign_id ?? null,
    };
    void this.sdk.call(task.source_id, 'messaging.queuing_update', params);
  }

  private wantsUpdates(task: Task): boolean {
    const { taskMode } = this.state.switches;
    return (
      taskMode && (this.state.sdk[task.source_id]?.capabilities?.options.includes('messaging.queuing_update') ?? false)
    );
  }
}
