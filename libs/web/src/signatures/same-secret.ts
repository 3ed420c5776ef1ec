import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '#kernel';

/** Whether two texts are equal, in a time that reveals nothing about either, not even their lengths. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

/** The secret that is right. All are tried, so that the time does not reveal which one. */
export function whichSecret(secrets: readonly Secret[], isRight: (secret: Secret) => boolean): Secret | undefined {
  return secrets.filter(isRight)[0];
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
