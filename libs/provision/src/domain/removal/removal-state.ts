import type { EngageSource } from '#engage-outbound';
import type { DomainState, Seen } from '../domain-state.js';

/** The domain before a removal, with everything else that may depend on it. */
export interface RemovalState extends DomainState {
  /** Sources that may be read. */
  readonly sources: Seen<readonly EngageSource[]>;
  /** Ids that other tenants of the domain use. */
  readonly usedByOthers: ReadonlySet<string>;
}
