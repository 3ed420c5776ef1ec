import type { Secret } from '#kernel';

const MARK = '#previous';

/** The longest overlap of a rotation, in minutes: 30 days. */
export const MAX_OVERLAP_MINUTES = 43_200;

/** A secret that was replaced and still counts. */
export interface PreviousSecret {
  /** Its path, e.g. `engage.webhookSecret`. */
  readonly name: string;
  readonly validUntil: Date;
}

/** What a tenant's secrets were before a rotation, as long as its overlap lasts. */
export interface PreviousSecrets {
  /** @param path e.g. `engage.webhookSecret` */
  of(path: string): Secret | undefined;
}

/** The name under which the secret before is stored. */
export const previousNameOf = (path: string): string => `${path}${MARK}`;

/** The path of a stored secret, current or previous: what it was sealed for. */
export const pathOfName = (name: string): string => (name.endsWith(MARK) ? name.slice(0, -MARK.length) : name);
