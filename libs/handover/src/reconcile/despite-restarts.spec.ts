import { expect, it } from 'vitest';
import { DatabaseAway, DatabaseBusy } from '#database';
import { despiteRestarts } from './despite-restarts.js';

const { signal } = new AbortController();
const away = new DatabaseAway();

/** A step that fails as programmed, and then works. @returns its result or error, and the tries */
async function run(errors: readonly Error[], given = signal): Promise<{ result: unknown; tries: number }> {
  let tries = 0;
  const wait = async (_ms: number, { aborted }: AbortSignal): Promise<void> => {
    if (aborted) throw new Error('aborted');
  };
  const step = async (): Promise<string> => {
    const error = errors[tries++];
    if (error) throw error;
    return 'done';
  };
  const result = await despiteRestarts(step, { wait }, given).catch((error: unknown) => error);
  return { result, tries };
}

it('repeats a step until the database is back, ten times at most', async () => {
  expect(await run([])).toEqual({ result: 'done', tries: 1 });
  expect(await run([away, away])).toEqual({ result: 'done', tries: 3 });
  expect(await run(Array.from({ length: 11 }, () => away))).toEqual({ result: away, tries: 10 });
});

it('repeats nothing after another error, and nothing in a run that is over', async () => {
  const busy = new DatabaseBusy('busy');
  expect(await run([busy])).toEqual({ result: busy, tries: 1 });
  expect(await run([away], AbortSignal.abort())).toEqual({ result: away, tries: 1 });
});
