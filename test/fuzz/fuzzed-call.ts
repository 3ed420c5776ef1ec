/** A generated request. */
export interface FuzzedCall {
  /** The route, for reports. */
  readonly what: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Identifies the request; the connector ignores it. */
export const LABEL = 'x-fuzzed';
