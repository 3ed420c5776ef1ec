import { Injectable } from '@nestjs/common';
import { notFound } from '../domain/engage.errors.js';
import { EngageState } from '../domain/state/engage-state.js';
import type { Thread, User } from '../domain/state/model.js';

/** Finds records by the names that people use. */
@Injectable()
export class Lookup {
  constructor(private readonly state: EngageState) {}

  /** By id or first name, ignoring case. */
  agent(name: string): User {
    const found = this.state
      .agents()
      .find((agent) => agent.id === name || agent.firstname.toLowerCase() === name.toLowerCase());
    if (!found) throw notFound(`There is no agent ${name}`);
    return found;
  }

  /** By Engage's id or the source's. */
  thread(id: string): Thread {
    const found = this.state.threads.get(id) ?? this.state.threads.findLast((thread) => thread.foreign_id === id);
    if (!found) throw notFound(`There is no thread ${id}`);
    return found;
  }
}
