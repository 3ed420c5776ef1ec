import { type CheckFinding, failed, passed, warned } from '#tenant-config';

/** Differences in milliseconds. Signed calls are valid for five minutes on most platforms. */
const WARN_MS = 5_000;
const FAIL_MS = 60_000;
const FIX = 'Synchronise the machines of this service, of the database and of the bot with the same NTP servers.';

/** A time of another clock, read between two times of this one. */
export interface ClockReading {
  readonly theirs: Date;
  readonly askedAt: Date;
  readonly answeredAt: Date;
}

/** The finding about the difference; the duration of the request does not count as a difference. */
export function clockFinding(name: string, { theirs, askedAt, answeredAt }: ClockReading): CheckFinding {
  const ahead = Math.max(0, theirs.getTime() - answeredAt.getTime());
  const behind = Math.max(0, askedAt.getTime() - theirs.getTime());
  const difference = Math.max(ahead, behind);
  const detail = `The clock of ${name} is ${Math.round(difference / 1_000)} s ${ahead > 0 ? 'ahead of' : 'behind'} the clock of this service.`;
  if (difference > FAIL_MS) return failed(detail, FIX);
  if (difference > WARN_MS) return warned(detail, FIX);
  return passed(`The clocks of ${name} and of this service agree.`);
}
