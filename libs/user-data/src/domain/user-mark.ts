import { createHash } from 'node:crypto';

/**
 * Replaces a user's id in the audit log, which is kept permanently and contains no ids of users: the first half of the
 * id's SHA-256.
 */
export function userMark(userId: string): string {
  return `sha256:${createHash('sha256').update(userId).digest('hex').slice(0, 32)}`;
}
