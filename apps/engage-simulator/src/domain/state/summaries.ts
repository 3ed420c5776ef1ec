import { Injectable } from '@nestjs/common';
import { DomainEvents } from '../domain-events.js';
import { EngageState } from './engage-state.js';
import { IdSource } from '../ids.js';
import type { Intervention, User } from './model.js';

/** AI summaries of closed cases, if the switch `summaries` is on: a generated text, then the agent's version. */
@Injectable()
export class Summaries {
  constructor(
    private readonly state: EngageState,
    private readonly events: DomainEvents,
    private readonly ids: IdSource,
  ) {}

  write(intervention: Intervention, actor: User | null): void {
    const { summaries } = this.state.switches;
    if (summaries === 'off') return;
    const id = this.ids.next();
    const emit = (verb: string, summary?: string, userId?: string): void =>
      this.events.emit({
        type: `intervention_segment.${verb}`,
        userId: userId ?? null,
        resource: { type: 'intervention_segment', id, metadata: metadataOf(intervention, id, summary) },
      });
    if (summaries === 'fail') return emit('summary_generation_failed');
    const replies = `The agent replied ${intervention.replies.length} times.`;
    emit('summary_generated', replies);
    emit('summary_submitted', `${replies} Checked by the agent.`, (actor?.id ?? intervention.user_id) || undefined);
  }
}

/** Source and thread have other names than in all other events. */
function metadataOf(intervention: Intervention, id: string, summary?: string): Record<string, unknown> {
  return {
    intervention_id: intervention.id,
    content_source_id: intervention.source_id,
    content_thread_id: intervention.thread_id,
    user_id: intervention.user_id,
    intervention_segment_id: id,
    ...(summary === undefined ? {} : { summary }),
  };
}
