import type { JsonObject } from '#kernel';

/** `category.<role>`, `webhook`, `folder`, `default-category`; of an agent `agent:<user id>`. */
export type OwnedKey = string;

/**
 * Something in Engage that a run has created, changed or adopted, so that it is recognised later and can be removed.
 */
export interface Owned {
  readonly key: OwnedKey;
  /** Engage's id; null while it is not known whether Engage has created it. */
  readonly id: string | null;
  /** False for what existed before. */
  readonly created: boolean;
  /** Its previous state, to restore it. */
  readonly detail: JsonObject;
}

/** What one tenant's runs have created or changed in its domain. */
export class Ownership {
  private readonly byKey: ReadonlyMap<string, Owned>;

  constructor(owned: readonly Owned[]) {
    this.byKey = new Map(owned.map((item) => [item.key, item]));
  }

  find(key: OwnedKey): Owned | undefined {
    return this.byKey.get(key);
  }

  idOf(key: OwnedKey): string | undefined {
    return this.byKey.get(key)?.id ?? undefined;
  }

  /** Whether a run has created it, or has tried to without knowing the result. */
  isOurs(key: OwnedKey): boolean {
    return this.byKey.get(key)?.created ?? false;
  }

  all(): readonly Owned[] {
    return [...this.byKey.values()];
  }

  with(item: Owned): Ownership {
    return new Ownership([...this.all().filter(({ key }) => key !== item.key), item]);
  }

  without(key: OwnedKey): Ownership {
    return new Ownership(this.all().filter((item) => item.key !== key));
  }
}

const OF_AGENT = 'agent:';
export const agentKey = (userId: string): OwnedKey => `${OF_AGENT}${userId}`;
export const isAgentKey = (key: OwnedKey): boolean => key.startsWith(OF_AGENT);
