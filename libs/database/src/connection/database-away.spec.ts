import { QueryFailedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { DatabaseAway, DataLocked, namedIfAway } from './database-away.js';

const failed = (message: string, code?: string): Error =>
  new QueryFailedError('SELECT 1', [], Object.assign(new Error(message), { code }));

describe('namedIfAway', () => {
  it.each([
    failed('terminating connection due to administrator command', '57P01'),
    failed('the database system is starting up', '57P03'),
    failed('canceling statement due to statement timeout', '57014'),
    failed('terminating connection due to idle-in-transaction timeout', '25P03'),
    failed('could not extend file: No space left on device', '53100'),
    failed('remaining connection slots are reserved', '53300'),
    failed('out of memory', '53200'),
    failed('could not read block', '58030'),
    failed('cannot execute INSERT in a read-only transaction', '25006'),
    failed('password authentication failed', '28P01'),
    failed('database does not exist', '3D000'),
    failed('Connection terminated unexpectedly'),
    failed('getaddrinfo ENOTFOUND db', 'ENOTFOUND'),
    failed('read ECONNRESET', 'ECONNRESET'),
    new Error('Client was closed and is not queryable'),
    new Error('timeout exceeded when trying to connect'),
    new QueryRunnerProviderAlreadyReleasedError(),
  ])('names $message', (error) => {
    expect(namedIfAway(error)).toBeInstanceOf(DatabaseAway);
  });

  it.each([
    failed('canceling statement due to lock timeout', '55P03'),
    failed('deadlock detected', '40P01'),
    failed('could not serialize access', '40001'),
  ])('names $message', (error) => {
    expect(namedIfAway(error)).toBeInstanceOf(DataLocked);
  });

  it.each([
    failed('duplicate key value', '23505'),
    ...['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND'].map((code) => Object.assign(new Error(code), { code })),
    new Error('ours'),
    new DatabaseAway(undefined),
    'text',
  ])('does not change %s', (error) => {
    expect(namedIfAway(error)).toBe(error);
  });
});
