import { DateTime } from 'luxon';
import { type OpeningException, type OpeningHours, type Span, WEEKDAYS } from '#tenant-config';

/**
 * Whether the hours are open. Clocks in the zone decide, so that an hour that they skip in spring is never open and one that they
 * repeat in autumn is open twice. An exception replaces the weekly hours of its date.
 */
export function isOpen({ timeZone, weekly, exceptions = [] }: OpeningHours, at: Date): boolean {
  const local = DateTime.fromJSDate(at, { zone: timeZone });
  const date = local.toISODate();
  const time = local.toFormat('HH:mm');
  const special = exceptions.filter((exception) => exception.date === date);
  const ofDay = weekly.filter(({ day }) => day === WEEKDAYS[local.weekday - 1]);
  const spans = special.length > 0 ? special.flatMap(spanOf) : ofDay;
  return spans.some(({ from, to }) => from <= time && time < to);
}

function spanOf({ closed, from, to }: OpeningException): Span[] {
  return closed || from === undefined || to === undefined ? [] : [{ from, to }];
}
