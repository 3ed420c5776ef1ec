import { expect, it } from 'vitest';
import { EngageUnavailable } from '../application/engage.errors.js';
import { toIntervention } from './engage-record.js';

const RECORD = {
  id: '4f3951557aa58d1462017a8f',
  thread_id: '50895dbea90ffb3c35001ace',
  source_id: '8da592bc6fcf8bae41b2',
  status: 'New',
  created_at: '2026-03-02T09:00:00Z',
  updated_at: '2026-03-02T09:15:00+01:00',
};

it('reads the times of a record', () => {
  const { createdAt, updatedAt } = toIntervention(RECORD);
  expect([createdAt, updatedAt]).toEqual([new Date('2026-03-02T09:00:00Z'), new Date('2026-03-02T08:15:00Z')]);
});

it.each(['0000-11-30T02:24:38Z', '-000001-01-01T00:00:00Z', '+275760-09-13T00:00:00Z', 'soon'])(
  'refuses a record of %s, which PostgreSQL cannot store',
  (at) => {
    expect(() => toIntervention({ ...RECORD, created_at: at })).toThrow(EngageUnavailable);
  },
);
