import { EventEmitter } from 'node:events';
import { Injectable } from '@nestjs/common';
import { IdSource } from './ids.js';
import { SimClock } from './sim-clock.js';

/** One event as sent by webhooks. */
export interface EngageEvent {
  readonly type: string;
  readonly id: string;
  /** The acting agent; absent when no agent of the domain acted. */
  readonly user_id?: string;
  readonly resource: { readonly type: string; readonly id: string; readonly metadata: Record<string, unknown> };
  readonly issued_at: string;
  readonly action?: string;
}

export interface EventDraft {
  readonly type: string;
  readonly userId?: string | null;
  readonly resource: EngageEvent['resource'];
  readonly action?: string | null;
}

/** Everything that happens in the domain, in order. Webhooks, the desk's live view and the snapshot listen. */
@Injectable()
export class DomainEvents {
  private readonly emitter = new EventEmitter();

  constructor(
    private readonly ids: IdSource,
    private readonly clock: SimClock,
  ) {
    this.emitter.setMaxListeners(0);
  }

  /** Reports an event; its metadata is copied. */
  emit(draft: EventDraft): void {
    const event: EngageEvent = {
      type: draft.type,
      id: this.ids.next(),
      ...(draft.userId ? { user_id: draft.userId } : {}),
      resource: structuredClone(draft.resource),
      issued_at: this.clock.iso(),
      ...(draft.action ? { action: draft.action } : {}),
    };
    this.emitter.emit('event', event);
    this.changed();
  }

  /** Reports a change of the state that webhooks do not report. */
  changed(): void {
    this.emitter.emit('change');
  }

  onEvent(listener: (event: EngageEvent) => void): void {
    this.emitter.on('event', listener);
  }

  /** @returns a function that stops listening */
  onChange(listener: () => void): () => void {
    this.emitter.on('change', listener);
    return () => this.emitter.off('change', listener);
  }
}
