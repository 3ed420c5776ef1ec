import type { ContentExport } from '#handover';
import { readText } from '#kernel';

/**
 * Values of `synchronization_status`: Engage's events page has "successful or unsuccessful", its exports page the
 * others.
 */
const DONE = ['success', 'successful'];
const FAILED = ['export_failure', 'unsuccessful'];

/**
 * Whether an agent's content reached the source. Only a status of a failed attempt counts as failed: `export_aborted`
 * was stopped on purpose, and all others may still be delivered.
 */
export function exportOf(status: unknown): ContentExport {
  const word = readText(status)?.toLowerCase() ?? '';
  if (FAILED.includes(word)) return 'failed';
  return DONE.includes(word) || word === 'export_aborted' ? 'done' : 'pending';
}
