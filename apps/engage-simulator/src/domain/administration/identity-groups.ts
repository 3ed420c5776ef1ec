import { Injectable } from '@nestjs/common';
import { DomainEvents } from '../domain-events.js';
import { EngageState } from '../state/engage-state.js';
import { IdSource } from '../ids.js';
import type { Identity, PlainRecord } from '../state/model.js';

/** The merged records of persons. A group exists only after a merge, or once a user adds data by hand. */
@Injectable()
export class IdentityGroups {
  constructor(
    private readonly state: EngageState,
    private readonly ids: IdSource,
    private readonly events: DomainEvents,
  ) {}

  /** Creates the group of an identity if it has none, like the page of an identity when a user adds data. */
  groupOf(identity: Identity): PlainRecord {
    const known = this.state.identityGroups.get(identity.identity_group_id);
    if (known) return known;
    const { firstname, lastname, gender, email, home_phone, mobile_phone, avatar_url } = identity;
    const group: PlainRecord = {
      ...this.ids.stamp(),
      firstname,
      lastname,
      gender,
      avatar_url,
      company: null,
      notes: null,
      emails: listOf(email),
      home_phones: listOf(home_phone),
      mobile_phones: listOf(mobile_phone),
      tag_ids: [],
      custom_field_values: {},
    };
    identity.identity_group_id = group.id;
    return this.state.identityGroups.add(group);
  }

  /** In a conflict the group's values stay; lists are merged. A group without identities is deleted. */
  merge(group: PlainRecord, identity: Identity, actorId: string): void {
    const before = identity.identity_group_id ?? null;
    identity.identity_group_id = group.id;
    for (const name of ['firstname', 'lastname', 'gender', 'avatar_url'] as const) group[name] ??= identity[name];
    const added = { emails: identity.email, home_phones: identity.home_phone, mobile_phones: identity.mobile_phone };
    for (const [name, value] of Object.entries(added))
      group[name] = [...new Set([...(group[name] as string[]), ...listOf(value)])];
    if (before !== null && before !== group.id && !this.isUsed(before)) this.state.identityGroups.remove(before);
    this.events.emit({
      type: 'identity.merged',
      userId: actorId,
      resource: {
        type: 'identity',
        id: identity.id,
        metadata: { new_identity_group_id: group.id, old_identity_group_id: before },
      },
    });
  }

  private isUsed(groupId: string): boolean {
    return this.state.identities.find(({ identity_group_id }) => identity_group_id === groupId) !== undefined;
  }
}

const listOf = (value: string | null): string[] => (value === null ? [] : [value]);
