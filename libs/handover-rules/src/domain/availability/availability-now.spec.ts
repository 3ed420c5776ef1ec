import { expect, it } from 'vitest';
import type { AvailabilityMode, AvailabilitySettings } from '#tenant-config';
import { type AgentCounts, availabilityNow } from './availability-now.js';

const OPEN = new Date('2026-03-02T09:00:00Z');
const CLOSED = new Date('2026-03-02T20:00:00Z');
const settings = (mode: AvailabilityMode): AvailabilitySettings => ({
  mode,
  hours: { timeZone: 'Europe/Berlin', weekly: [{ day: 'monday', from: '09:00', to: '17:00' }] },
});
const FREE: AgentCounts = { connected: 2, available: 1 };
const BUSY: AgentCounts = { connected: 2, available: 0 };

it.each<[AvailabilityMode, Date, AgentCounts | undefined, boolean, string]>([
  ['always', CLOSED, BUSY, true, 'always'],
  ['hours', OPEN, BUSY, true, 'open'],
  ['hours', CLOSED, FREE, false, 'closed'],
  ['agents', CLOSED, FREE, true, 'agents-available'],
  ['agents', OPEN, BUSY, false, 'no-agents'],
  ['agents', OPEN, undefined, true, 'unknown'],
  ['agents-and-hours', OPEN, FREE, true, 'agents-available'],
  ['agents-and-hours', OPEN, BUSY, false, 'no-agents'],
  ['agents-and-hours', OPEN, undefined, true, 'unknown'],
  ['agents-and-hours', CLOSED, FREE, false, 'closed'],
  ['agents-and-hours', CLOSED, undefined, false, 'closed'],
])('%s at %s with %j: %s, %s', (mode, at, agents, available, reason) => {
  expect(availabilityNow(settings(mode), at, agents)).toEqual({ available, reason });
});
