import { expect, it } from 'vitest';
import type { OpeningHours, WeeklySpan } from '#tenant-config';
import { isOpen } from './opening-hours.js';

const WORKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const;
const span = (day: WeeklySpan['day'], from: string, to: string): WeeklySpan => ({ day, from, to });
const berlin = (more: Partial<OpeningHours> = {}): OpeningHours => ({
  timeZone: 'Europe/Berlin',
  weekly: WORKDAYS.flatMap((day) => [span(day, '09:00', '12:00'), span(day, '13:00', '17:30')]),
  ...more,
});
const openAt = (hours: OpeningHours, ...moments: string[]): boolean[] =>
  moments.map((moment) => isOpen(hours, new Date(moment)));

it('is open from the first minute of a span to the one before its end, in the zone of the hours', () => {
  const winter = ['2026-03-02T07:59:59Z', '2026-03-02T08:00:00Z', '2026-03-02T10:59:59Z', '2026-03-02T11:00:00Z'];
  expect(openAt(berlin(), ...winter)).toEqual([false, true, true, false]);
  expect(openAt(berlin(), '2026-07-06T07:00:00Z', '2026-07-06T15:30:00Z')).toEqual([true, false]); // in summer an hour earlier
  expect(openAt(berlin(), '2026-03-01T09:00:00Z')).toEqual([false]); // a Sunday
});

it('uses the date of the zone, not that of UTC', () => {
  const hours: OpeningHours = { timeZone: 'Pacific/Auckland', weekly: [span('monday', '00:00', '01:00')] };
  expect(openAt(hours, '2026-03-01T11:00:00Z', '2026-03-01T12:00:00Z')).toEqual([true, false]);
});

it('is open over midnight by two spans', () => {
  const hours = berlin({ weekly: [span('friday', '22:00', '24:00'), span('saturday', '00:00', '02:00')] });
  const night = ['2026-03-06T22:59:59Z', '2026-03-06T23:00:00Z', '2026-03-07T00:59:59Z', '2026-03-07T01:00:00Z'];
  expect(openAt(hours, ...night)).toEqual([true, true, true, false]);
});

it('is never open in the hour that clocks skip, and is open again after it', () => {
  const skipped = berlin({ weekly: [span('sunday', '02:00', '03:00')] });
  expect(openAt(skipped, '2026-03-29T00:59:59Z', '2026-03-29T01:00:00Z', '2026-03-29T01:30:00Z')).toEqual([
    false,
    false,
    false,
  ]);
  const across = berlin({ weekly: [span('sunday', '01:30', '03:30')] });
  expect(openAt(across, '2026-03-29T00:30:00Z', '2026-03-29T01:29:59Z', '2026-03-29T01:30:00Z')).toEqual([
    true,
    true,
    false,
  ]);
});

it('is open twice in the hour that clocks repeat', () => {
  const repeated = berlin({ weekly: [span('sunday', '02:00', '03:00')] });
  const hours = ['2026-10-24T23:59:59Z', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T02:00:00Z'];
  expect(openAt(repeated, ...hours)).toEqual([false, true, true, false]);
});

it('replaces the weekly hours of a date by its exceptions', () => {
  const hours = berlin({
    exceptions: [
      { date: '2026-12-24', from: '09:00', to: '10:00' },
      { date: '2026-12-24', from: '11:00', to: '12:00' },
      { date: '2026-12-25', closed: true },
      { date: '2026-12-26', from: '10:00', to: '11:00' }, // a Saturday
    ],
  });
  const eve = ['2026-12-24T08:30:00Z', '2026-12-24T09:30:00Z', '2026-12-24T10:30:00Z', '2026-12-24T14:00:00Z'];
  expect(openAt(hours, ...eve)).toEqual([true, false, true, false]);
  expect(openAt(hours, '2026-12-25T09:00:00Z', '2026-12-26T09:30:00Z', '2026-12-28T09:00:00Z')).toEqual([
    false,
    true,
    true,
  ]);
});
