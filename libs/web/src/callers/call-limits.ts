/** How many calls are served: of each caller whose credential is valid, and of those whose credential is not. */
export interface CallLimits {
  /** Of the bots of one tenant. */
  readonly botCallsPerSecond: number;
  /** Of one tenant's Engage domain. */
  readonly engageCallsPerSecond: number;
  /** Of one administrator's key. */
  readonly adminCallsPerSecond: number;
  /** Without a valid credential, of one address; more are answered late. */
  readonly strangerCallsPerMinute: number;
  /** Without a valid credential, of all addresses together; more are answered late. */
  readonly strangerCallsPerSecond: number;
}

export const DEFAULT_CALL_LIMITS: CallLimits = {
  botCallsPerSecond: 2_000,
  engageCallsPerSecond: 5_000,
  adminCallsPerSecond: 200,
  strangerCallsPerMinute: 300,
  strangerCallsPerSecond: 100,
};
