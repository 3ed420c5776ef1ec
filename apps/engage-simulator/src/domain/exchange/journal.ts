import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Ledger } from '../../control/ledger.js';
import { DomainEvents, type EngageEvent } from '../domain-events.js';
import { EngageState } from '../state/engage-state.js';
import { IdSource } from '../ids.js';

/** Number of entries; older ones are deleted. */
const CAPACITY = 1_000;

type Infos = Readonly<Record<string, unknown>>;

/** The entries of `GET /events`: every event of the domain, and others that no webhook can subscribe to. */
@Injectable()
export class Journal implements OnModuleInit {
  constructor(
    private readonly state: EngageState,
    private readonly ids: IdSource,
    private readonly ledger: Ledger,
    private readonly events: DomainEvents,
  ) {}

  onModuleInit(): void {
    this.events.onEvent((event) => this.record(event.type, event.user_id ?? null, infosOf(event)));
  }

  /** Something that happened to the domain itself, e.g. `webhook.suspended`. */
  notice(name: string, about: string, infos: Infos = {}): void {
    this.ledger.note(`${name}: ${about}`);
    this.record(name, null, infos);
  }

  private record(name: string, userId: string | null, infos: Infos): void {
    const { journal } = this.state;
    journal.add({ ...this.ids.stamp(), name, user_id: userId, extra_infos: infos });
    const [oldest] = journal.all();
    if (oldest && journal.all().length > CAPACITY) journal.remove(oldest.id);
  }
}

/** The names under which the journal stores the subject of an event. */
function infosOf({ type, resource: { id, metadata } }: EngageEvent): Infos {
  const object = type.split('.')[0];
  const infos = {
    content_id: object === 'content' ? id : metadata['content_id'],
    content_thread_id: metadata['thread_id'] ?? metadata['content_thread_id'],
    content_source_id: metadata['source_id'] ?? metadata['content_source_id'],
    intervention_id: object === 'intervention' ? id : metadata['intervention_id'],
    task_id: object === 'task' ? id : undefined,
    foreign_id: metadata['foreign_id'],
  };
  return Object.fromEntries(Object.entries(infos).filter(([, value]) => value !== undefined && value !== null));
}
