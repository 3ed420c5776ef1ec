import { expect, it } from 'vitest';
import { availabilityFaults } from './availability-faults.js';
import type { AvailabilitySettings, OpeningException, OpeningHours, WeeklySpan } from './availability.js';
import { textsFault } from './customer-texts.js';

const hours = (more: Partial<OpeningHours>): AvailabilitySettings => ({
  mode: 'hours',
  hours: { timeZone: 'Europe/Berlin', weekly: [{ day: 'monday', from: '09:00', to: '17:00' }], ...more },
});
const weekly = (...spans: readonly (readonly [WeeklySpan['day'], string, string])[]): AvailabilitySettings =>
  hours({ weekly: spans.map(([day, from, to]) => ({ day, from, to })) });
const exceptions = (...given: readonly OpeningException[]): AvailabilitySettings => hours({ exceptions: given });
const pointersOf = (settings: AvailabilitySettings): string[] =>
  availabilityFaults(settings).map(({ pointer }) => pointer);

it('accepts hours with breaks, until midnight and from midnight, in any order', () => {
  const spans = weekly(
    ['monday', '13:00', '24:00'],
    ['tuesday', '00:00', '02:00'],
    ['monday', '09:00', '12:00'],
    ['monday', '12:00', '13:00'],
  );
  expect(availabilityFaults(spans)).toEqual([]);
});

it.each(['Mars/Olympus', 'CET+1', '', '+02:00', 'Europe'])('rejects the time zone %j', (timeZone) => {
  expect(pointersOf(hours({ timeZone }))).toEqual(['/hours/timeZone']);
});

it('reports a span that is empty, reversed or overlaps another one, and says how to cross midnight', () => {
  expect(pointersOf(weekly(['monday', '09:00', '09:00']))).toEqual(['/hours/weekly/0/to']);
  const backwards = availabilityFaults(weekly(['friday', '22:00', '02:00']));
  expect(backwards).toEqual([
    { pointer: '/hours/weekly/0/to', detail: expect.stringContaining('end this span at 24:00') as string },
  ]);
  const overlapping = weekly(['monday', '12:00', '18:00'], ['tuesday', '08:00', '20:00'], ['monday', '08:00', '12:30']);
  expect(availabilityFaults(overlapping)).toEqual([
    { pointer: '/hours/weekly/0', detail: 'overlaps 08:00–12:30 of the same day' },
  ]);
});

it('accepts exceptions that are either closed or open, and do not contradict each other', () => {
  const date = '2026-12-24';
  const morning = { date, from: '09:00', to: '12:00' };
  expect(pointersOf(exceptions(morning, { date, from: '13:00', to: '15:00' }))).toEqual([]);
  expect(pointersOf(exceptions({ date: '2026-02-30', closed: true }))).toEqual(['/hours/exceptions/0/date']);
  expect(pointersOf(exceptions({ date }))).toEqual(['/hours/exceptions/0']);
  expect(pointersOf(exceptions({ date, from: '09:00' }))).toEqual(['/hours/exceptions/0']);
  expect(pointersOf(exceptions({ ...morning, closed: true }))).toEqual(['/hours/exceptions/0']);
  expect(pointersOf(exceptions(morning, { date, closed: true }))).toEqual(['/hours/exceptions/1']);
  expect(pointersOf(exceptions(morning, { date, from: '11:00', to: '15:00' }))).toEqual(['/hours/exceptions/1']);
});

it('requires hours and texts if the mode or the action needs them', () => {
  expect(pointersOf({ mode: 'hours' })).toEqual(['/hours']);
  expect(pointersOf({ mode: 'agents-and-hours' })).toEqual(['/hours']);
  expect(pointersOf({ mode: 'agents' })).toEqual([]);
  expect(pointersOf({ mode: 'agents', whenClosed: { action: 'refuse-with-text' } })).toEqual(['/whenClosed/texts']);
  expect(pointersOf({ mode: 'agents', whenClosed: { action: 'accept' } })).toEqual([]);
});

it('accepts texts by language tags', () => {
  expect(textsFault({ default: 'Closed', de: 'Zu', 'pt-BR': 'Fechado', 'zh-Hans': '关闭' })).toBeUndefined();
  expect(textsFault({})).toContain('1 to 50');
  expect(textsFault({ 'not a language': 'Closed' })).toContain('language tags');
  expect(textsFault({ de: '  ' })).toContain('1 to 1000 characters');
  expect(textsFault({ de: 7 })).toContain('1 to 1000 characters');
});
