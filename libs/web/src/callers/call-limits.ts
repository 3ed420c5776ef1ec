/** How many calls are served: from each caller with a valid credential, and from callers without one. */
export interface CallLimits {
  /** From the bots of one tenant. */
  readonly botCallsPerSecond: number;
  /** From one tenant's Engage domain. */
  readonly engageCallsPerSecond: number;
  /** With one administrator's key. */
  readonly adminCallsPerSecond: number;
  /** Without a valid credential, from one address; more are answered late. */
  readonly strangerCallsPerMinute: number;
  /** Without a valid credential, from all addresses together; more are answered late. */
  readonly strangerCallsPerSecond: number;
}

export const DEFAULT_CALL_LIMITS: CallLimits = {
  botCallsPerSecond: 2_000,
  engageCallsPerSecond: 5_000,
  adminCallsPerSecond: 200,
  strangerCallsPerMinute: 300,
  strangerCallsPerSecond: 100,
};
