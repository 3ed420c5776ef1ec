import { EngageRefused } from '#engage-outbound';
import type { JsonObject } from '#kernel';
import type { RunNotes } from '../run-notes.js';

/**
 * Creates an object and records it: the intention before, the id afterwards. Without an answer the intention stays, and
 * the next run recognises the object as its own.
 *
 * @returns Engage's id
 */
export async function createNoted(
  notes: RunNotes,
  key: string,
  create: () => Promise<{ readonly id: string }>,
  detail: JsonObject = {},
): Promise<string> {
  await notes.save({ key, id: null, created: true, detail });
  try {
    const { id } = await create();
    await notes.save({ key, id, created: true, detail });
    return id;
  } catch (error) {
    if (error instanceof EngageRefused) await notes.forget(key);
    throw error;
  }
}
