import { expect, it } from 'vitest';
import type { EngageThreadId } from '#kernel';
import { aConversation, aHandover } from '../../../handover-rules/src/testing/a-handover.js';
import type { Asked } from './asked.js';
import { ThreadsToRead } from './threads-to-read.js';

const asked = (): Asked => ({
  conversation: aConversation(),
  threadId: 'thread' as EngageThreadId,
  handover: aHandover(),
  standing: { thread: undefined, interventions: [] },
  now: new Date(),
});

/** All in their turns. */
function turnsOf(threads: ThreadsToRead): Asked[] {
  const turns: Asked[] = [];
  for (let one = threads.next(); one; one = threads.next()) turns.push(one);
  return turns;
}

it('lets each thread be the first one at some time, and each have one turn', () => {
  const all = [asked(), asked(), asked()];
  const firsts = [0, 0.4, 0.9].map((number) => {
    const threads = new ThreadsToRead(() => number);
    for (const one of [...all, ...all]) threads.add(one);
    const turns = turnsOf(threads);
    expect(new Set(turns)).toEqual(new Set(all));
    expect(turns).toHaveLength(3);
    return turns[0];
  });
  expect(new Set(firsts)).toEqual(new Set(all));
});

it('lets a thread be retried once', () => {
  const threads = new ThreadsToRead();
  const one = asked();
  for (let turn = 0; turn < 3; turn++) threads.retry(one);
  expect(turnsOf(threads)).toEqual([one]);
  threads.retry(one);
  expect(turnsOf(threads)).toEqual([]);
});

it('ends after 20 threads, after five failures, and when Engage allows no more calls', () => {
  const full = new ThreadsToRead();
  expect(Array.from({ length: 25 }, () => full.take()).filter(Boolean)).toHaveLength(20);
  const failing = new ThreadsToRead();
  for (let failure = 0; failure < 5; failure++) failing.failed();
  const refused = new ThreadsToRead();
  refused.end();
  for (const threads of [full, failing, refused]) {
    threads.add(asked());
    expect([threads.mayTake, threads.take(), threads.next()]).toEqual([false, false, undefined]);
  }
});
