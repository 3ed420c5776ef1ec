import { expect, it } from 'vitest';
import { type HandoverId, newId } from '#kernel';
import { FakeClock } from '#testing';
import { FailingTimers } from './failing-timers.js';

const id = newId<HandoverId>();

it('pauses a failing timer twice as long each time, up to a minute', () => {
  const clock = new FakeClock();
  const failing = new FailingTimers(clock);
  const delays = Array.from({ length: 8 }, () => {
    const delayMs = failing.failed(id);
    clock.advance(delayMs - 1);
    expect(failing.resting()).toEqual([id]);
    clock.advance(1);
    expect(failing.resting()).toEqual([]);
    return delayMs / 1_000;
  });
  expect(delays).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
});

it('starts with a second again once the timer has fired', () => {
  const failing = new FailingTimers(new FakeClock());
  failing.failed(id);
  failing.failed(id);
  failing.fired(id);
  expect(failing.resting()).toEqual([]);
  expect(failing.failed(id)).toBe(1_000);
});

it('forgets the one that failed longest ago when too many fail', () => {
  const failing = new FailingTimers(new FakeClock());
  failing.failed(id);
  for (let others = 0; others < 10_000; others++) failing.failed(newId<HandoverId>());
  expect(failing.resting()).toHaveLength(10_000);
  expect(failing.resting()).not.toContain(id);
});
