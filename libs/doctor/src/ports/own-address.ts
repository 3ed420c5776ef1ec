/** The answer of one of this service's own addresses. */
export interface OwnAnswer {
  readonly status: number;
  readonly text: string;
}

/** This service as seen from outside: at `PUBLIC_URL`, through all proxies in front of it. */
export abstract class OwnAddress {
  /**
   * @param url below `PUBLIC_URL`
   * @throws OwnAddressUnreachable when nothing answers
   */
  abstract get(url: string, signal: AbortSignal): Promise<OwnAnswer>;
}
