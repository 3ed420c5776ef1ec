import type { Secret } from '#kernel';

const MARK = '#previous';

/** The longest overlap of a rotation, in minutes: 30 days. */
export const MAX_OVERLAP_MINUTES = 43_200;

/** A secret that was replaced and is still valid. */
export interface PreviousSecret {
  /** Its path, e.g. `engage.webhookSecret`. */
  readonly name: string;
  readonly validUntil: Date;
}

/** A tenant's secrets before a rotation, while its overlap lasts. */
export interface PreviousSecrets {
  /** @param path e.g. `engage.webhookSecret` */
  of(path: string): Secret | undefined;
}

/** The name under which the previous secret is stored. */
export const previousNameOf = (path: string): string => `${path}${MARK}`;

/** The path of a stored secret, current or previous: what it was sealed for. */
export const pathOfName = (name: string): string => (name.endsWith(MARK) ? name.slice(0, -MARK.length) : name);
