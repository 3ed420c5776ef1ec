import { type Right, mustBeAllowed } from '../../domain/administration/rights.js';
import { unprocessable } from '../../domain/engage.errors.js';
import type { Collection, EngageState } from '../../domain/state/engage-state.js';
import type { IdSource } from '../../domain/ids.js';
import type { PlainRecord } from '../../domain/state/model.js';
import type { Call } from '../caller.js';
import { page, type Page } from '../pages.js';
import type { Params } from '../params.js';
import { presentPlain } from '../presenters.js';

/** Records that only have a name. Names are unique [guess]. */
export class NamedRecords {
  constructor(
    private readonly state: EngageState,
    private readonly ids: IdSource,
    private readonly records: Collection<PlainRecord>,
    /** The right that writing needs. */
    private readonly right: Right,
  ) {}

  /** Sorted by name. */
  list(params: Params): Page {
    const wanted = params.text('ids')?.split(',');
    const items = this.records
      .filter(({ id }) => wanted?.includes(id) ?? true)
      .toSorted((left, right) => String(left['name']).localeCompare(String(right['name'])));
    return page(items, params, presentPlain);
  }

  get(id: string): unknown {
    return presentPlain(this.records.require(id));
  }

  create({ params, user }: Call): unknown {
    mustBeAllowed(this.state, user, this.right);
    const name = this.name(params);
    return presentPlain(this.records.add({ ...this.ids.stamp(), name }));
  }

  update({ params, user }: Call, id: string): unknown {
    mustBeAllowed(this.state, user, this.right);
    const record = this.records.require(id);
    record['name'] = this.name(params, id);
    return presentPlain(record);
  }

  remove({ user }: Call, id: string): unknown {
    mustBeAllowed(this.state, user, this.right);
    const record = this.records.require(id);
    this.records.remove(id);
    return presentPlain(record);
  }

  private name(params: Params, ownId?: string): string {
    const name = params.text('name');
    if (name === undefined) throw unprocessable("Name can't be blank");
    if (this.records.find((other) => other.id !== ownId && other['name'] === name))
      throw unprocessable('Name has already been taken');
    return name;
  }
}
