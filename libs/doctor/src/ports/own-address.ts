/** What was answered at one of our own addresses. */
export interface OwnAnswer {
  readonly status: number;
  readonly text: string;
}

/** This service as the outside sees it: at `PUBLIC_URL`, through whatever proxies stand before it. */
export abstract class OwnAddress {
  /**
   * @param url below `PUBLIC_URL`
   * @throws OwnAddressUnreachable when nothing answers
   */
  abstract get(url: string, signal: AbortSignal): Promise<OwnAnswer>;
}
