import { QueryFailedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { DatabaseAway, namedIfAway } from './database-away.js';

const failed = (message: string, code?: string): Error =>
  new QueryFailedError('SELECT 1', [], Object.assign(new Error(message), { code }));

describe('namedIfAway', () => {
  it.each([
    failed('terminating connection due to administrator command', '57P01'),
    failed('the database system is starting up', '57P03'),
    failed('canceling statement due to statement timeout', '57014'),
    failed('terminating connection due to idle-in-transaction timeout', '25P03'),
    failed('Connection terminated unexpectedly'),
    Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' }),
    new Error('timeout exceeded when trying to connect'),
    new QueryRunnerProviderAlreadyReleasedError(),
  ])('names $message', (error) => {
    expect(namedIfAway(error)).toBeInstanceOf(DatabaseAway);
  });

  it.each([failed('duplicate key value', '23505'), new Error('ours'), new DatabaseAway(undefined), 'text'])(
    'leaves %s as it is',
    (error) => {
      expect(namedIfAway(error)).toBe(error);
    },
  );
});
