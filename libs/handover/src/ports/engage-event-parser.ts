import type { EngageEvent } from '#handover-rules';

/** Reads a stored event of Engage again; the connector that received it knows its form. */
export abstract class EngageEventParser {
  /** @returns undefined when the stored bytes are not an event any more (a newer release wrote them) */
  abstract parse(raw: Buffer): EngageEvent | undefined;
}
