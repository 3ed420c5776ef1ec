/** Who makes a call, once a credential was accepted. */
export interface Caller {
  readonly kind: 'admin' | 'bot' | 'engage';
  /** The tenant; of an administrator, the key's id. Those with the same share one budget of calls. */
  readonly id: string;
  /** Id of the key that was used; of the environment's key, its name; null where callers have no keys of ours. */
  readonly keyId: string | null;
  /** Name of an administrator's key. */
  readonly name?: string;
}
