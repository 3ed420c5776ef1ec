import { describe, expect, it } from 'vitest';
import { NoOpenIntervention, ReplyNotPermitted } from '#handover';
import { EngageRefused, EngageUnavailable } from '../application/engage.errors.js';
import { asReplyError } from './engage-contents.js';

const refused = (status: number, errorId?: string): EngageRefused =>
  new EngageRefused(`Engage answered HTTP ${status}.`, { status, errorId });

describe('asReplyError', () => {
  it.each([
    ['missing intervention', refused(422), NoOpenIntervention],
    ['missing reply permission', refused(403, 'forbidden'), ReplyNotPermitted],
    ['missing read permission', refused(404, 'not_found'), ReplyNotPermitted],
  ])('reads a %s', (_, error, expected) => {
    expect(asReplyError(error)).toBeInstanceOf(expected);
    expect(asReplyError(error)).toMatchObject({ kind: 'rejected', message: error.message, cause: error });
  });

  it.each([
    ['a closed thread', refused(403, 'cant_reply_to_closed_thread')],
    ['a bad token', refused(401)],
    ['a failure of Engage', new EngageUnavailable('HTTP 500')],
  ])('leaves %s as it is', (_, error) => {
    expect(asReplyError(error)).toBe(error);
  });
});
