/** Who makes a call, once a credential was accepted. */
export interface Caller {
  readonly kind: 'admin' | 'bot' | 'engage';
  /** The tenant's id, or the id of an administrator's key. Callers with the same id share one budget of calls. */
  readonly id: string;
  /**
   * Id of the key that was used, or the name of the key in the environment; null where callers have no keys of this
   * service.
   */
  readonly keyId: string | null;
  /** Name of an administrator's key. */
  readonly name?: string;
}
