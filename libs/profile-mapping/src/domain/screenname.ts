import { cleanText } from '#kernel';
import type { EngageUserFields } from './profile-mapping.js';
import { cut } from './text.js';

const SCREENNAME_LENGTH = 100;
const SHORT_ID_LENGTH = 20;

/** Engage requires one: the profile's own, else the full name, else the e-mail address, else a short user id. */
export function screennameOf(user: Partial<EngageUserFields>, userId: string): string {
  const fullName = [user.firstname, user.lastname].flatMap((name) => name?.trim() ?? []).join(' ');
  const name = user.screenname ?? (fullName || user.email);
  return name ? cut(name, SCREENNAME_LENGTH) : cut(cleanText(userId), SHORT_ID_LENGTH);
}
