import { describe, expect, it } from 'vitest';
import { SimClock } from './sim-clock.js';

describe('the clock', () => {
  it('runs work that becomes due while it is moved, in order, each at its own time', () => {
    const clock = new SimClock();
    const start = clock.millis();
    const seen: [string, number][] = [];
    const mark = (name: string) => () => seen.push([name, Math.round((clock.millis() - start) / 1000)]);
    clock.after(2000, mark('second'));
    clock.after(1000, () => {
      mark('first')();
      clock.after(500, mark('planned on the way'));
    });
    clock.after(60_000, mark('later'));
    clock.advance(10_000);
    expect(seen).toEqual([
      ['first', 1],
      ['planned on the way', 2],
      ['second', 2],
    ]);
    expect(Math.round((clock.millis() - start) / 1000)).toBe(10);
    clock.stop();
  });

  it('cancels planned work', () => {
    const clock = new SimClock();
    let ran = false;
    clock.after(10, () => (ran = true))();
    clock.advance(100);
    expect(ran).toBe(false);
  });
});
