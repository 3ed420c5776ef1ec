import { Injectable } from '@nestjs/common';
import { blankIdentity } from './state/blank-records.js';
import { EngageState } from './state/engage-state.js';
import { IdSource } from './ids.js';
import type { IncomingUser } from './exchange/incoming.js';
import type { Identity, Source, User } from './state/model.js';
import { SimClock } from './sim-clock.js';

const PROFILE_FIELDS = [
  'screenname',
  'firstname',
  'lastname',
  'gender',
  'email',
  'home_phone',
  'mobile_phone',
  'avatar_url',
] as const;

/** Authors of a community: customers, bots, and the identities that agents write as. */
@Injectable()
export class Identities {
  constructor(
    private readonly state: EngageState,
    private readonly clock: SimClock,
    private readonly ids: IdSource,
  ) {}

  byForeignId(sourceId: string, foreignId: string): Identity | undefined {
    return this.state.identities.find(
      (identity) => identity.source_id === sourceId && identity.foreign_id === foreignId,
    );
  }

  /**
   * Creates or updates: the same foreign id is the same identity, and later values overwrite earlier ones unless they
   * are empty.
   */
  upsert(source: Source, user: IncomingUser): Identity {
    const identity = this.byForeignId(source.id, user.id) ?? this.create(source, user);
    for (const field of PROFILE_FIELDS) if (user[field] !== undefined) identity[field] = user[field];
    Object.assign(identity.extra_values, user.context_data);
    identity.puppetizable ||= user.puppetizable;
    identity.updated_at = this.clock.iso();
    if (identity.puppetizable && this.state.switches.autoControlIdentities) this.control(identity);
    return identity;
  }

  /** An administrator ticks "controlled" and gives the identity to every agent of the desk. */
  control(identity: Identity): void {
    identity.controlled = true;
    const writers = this.state.users.filter(
      (user) => user.sources_permissions[identity.source_id]?.includes('reply') ?? false,
    );
    identity.user_ids = writers.map(({ id }) => id);
    for (const user of writers) if (!user.identity_ids.includes(identity.id)) user.identity_ids.push(identity.id);
  }

  /**
   * The identity that an agent writes as on a source: the agent's first controlled one that no bot uses, otherwise any.
   */
  puppetOf(user: User, sourceId: string): Identity | undefined {
    const mine = this.state.identities.filter(
      (item) => item.source_id === sourceId && item.controlled && item.user_ids.includes(user.id),
    );
    const speaks = (identity: Identity): boolean =>
      this.state.contents.find((item) => item.author_id === identity.id && item.created_from === 'synchronizer') !==
      undefined;
    const wanted = this.state.switches.agentIdentity;
    return mine.find((item) => item.foreign_id === wanted) ?? mine.find((item) => !speaks(item)) ?? mine[0];
  }

  private create(source: Source, user: IncomingUser): Identity {
    return this.state.identities.add({
      ...blankIdentity(),
      ...this.ids.stamp(),
      foreign_id: user.id,
      community_id: source.community_id,
      source_id: source.id,
      screenname: user.screenname,
      puppetizable: user.puppetizable,
    });
  }
}
