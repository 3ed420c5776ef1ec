import { Injectable } from '@nestjs/common';
import { DomainEvents } from '../domain/domain-events.js';
import { EngageRefusal, unprocessable } from '../domain/engage.errors.js';
import { EngageState } from '../domain/state/engage-state.js';
import type { Source, Thread } from '../domain/state/model.js';
import { SimClock } from '../domain/sim-clock.js';
import { Threads } from '../domain/threads.js';
import { ImportQueue } from './import-queue.js';

const MIN_GAP_MS = 2000;

/** The customer types: shown to the agent, at most one `typing.start` per thread and 2 s. */
@Injectable()
export class Typing {
  private readonly lastStart = new Map<string, number>();

  constructor(
    private readonly state: EngageState,
    private readonly threads: Threads,
    private readonly imports: ImportQueue,
    private readonly clock: SimClock,
    private readonly events: DomainEvents,
  ) {}

  now(): string {
    return this.clock.iso();
  }

  run(source: Source, operation: string, params: Record<string, unknown>): void {
    const { key, thread } = this.target(source, params);
    if (operation === 'stop') {
      this.lastStart.delete(key);
      this.show(thread, null);
      return;
    }
    const preview = params['preview'];
    if (typeof preview !== 'string' || preview.trim() === '') throw unprocessable('Invalid resource format');
    const last = this.lastStart.get(key);
    if (last !== undefined && this.clock.millis() - last < MIN_GAP_MS)
      throw new EngageRefusal(429, 'throttled', 'too many typing requests, please try again in a few seconds');
    this.lastStart.set(key, this.clock.millis());
    this.show(thread, preview);
  }

  /**
   * The thread has priority over the answered message. Unknown ones are refused, except those that are still being
   * imported.
   */
  private target(source: Source, params: Record<string, unknown>): { key: string; thread?: Thread } {
    const { thread_id: threadId, in_reply_to_id: answeredId } = params;
    if (typeof threadId === 'string' && threadId !== '') {
      const thread = this.threads.byForeignId(source.id, threadId);
      if (thread) return { key: thread.id, thread };
      if (this.imports.knowsThread(source.id, threadId)) return { key: threadId };
    } else if (typeof answeredId === 'string' && answeredId !== '') {
      const answered = this.state.contents.find(
        (item) => item.source_id === source.id && item.foreign_id === answeredId,
      );
      if (answered) return { key: answered.thread_id, thread: this.state.threads.require(answered.thread_id) };
    }
    throw unprocessable('Invalid resource format');
  }

  private show(thread: Thread | undefined, preview: string | null): void {
    if (!thread) return;
    thread.typing_preview = preview;
    this.events.changed();
  }
}
