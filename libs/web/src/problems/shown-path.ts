import { maskKeysInPath } from '#kernel';

/** The path of a request as logs and answers may show it: without its query and keys, which are credentials. */
export function shownPath(url: string): string {
  return maskKeysInPath(url.split('?', 1)[0] ?? '');
}
