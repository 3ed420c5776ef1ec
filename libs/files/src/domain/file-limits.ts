import { FileRefused } from './file-refused.error.js';

const MB = 1024 * 1024;
/** Maximum size of a file that is passed on, in bytes. */
export const MOST_BYTES = 100 * MB;
/** Maximum size of a file that came inline and is kept here, in bytes. */
export const MOST_KEPT_BYTES = MB;

/** @throws FileRefused for more bytes than `most` */
export function refuseLarger(bytes: number, most: number): void {
  if (bytes > most) throw new FileRefused('too-large', `The file is larger than ${most / MB} MB.`);
}
