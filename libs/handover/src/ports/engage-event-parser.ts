import type { EngageEvent } from '#handover-rules';

/** Reads a stored event of Engage again; the connector that received it knows its form. */
export abstract class EngageEventParser {
  /** @returns undefined if the stored bytes are not an event for this release (a newer one wrote them) */
  abstract parse(raw: Buffer): EngageEvent | undefined;
}
