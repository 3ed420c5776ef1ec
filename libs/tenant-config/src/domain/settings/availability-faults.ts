import { DateTime, IANAZone } from 'luxon';
import type { InputFault } from '#kernel';
import {
  type AvailabilitySettings,
  needsHours,
  type OpeningException,
  type OpeningHours,
  type Span,
  type WhenClosed,
} from './availability.js';

/** A span with the pointer for its faults. */
interface PlacedSpan extends Span {
  readonly pointer: string;
}

/** Faults of settings whose shape is valid. Pointers are relative to the settings. */
export function availabilityFaults({ mode, hours, whenClosed }: AvailabilitySettings): InputFault[] {
  return [
    ...(needsHours(mode) && !hours ? [{ pointer: '/hours', detail: `is required: the mode is ${mode}` }] : []),
    ...(hours ? hoursFaults(hours) : []),
    ...(whenClosed ? closedFaults(whenClosed) : []),
  ];
}

function hoursFaults({ timeZone, weekly, exceptions }: OpeningHours): InputFault[] {
  const isZone = /^[A-Za-z]/.test(timeZone) && IANAZone.isValidZone(timeZone);
  const spans = weekly.map((span, index) => ({ ...span, pointer: `/hours/weekly/${index}` }));
  return [
    ...(isZone ? [] : [{ pointer: '/hours/timeZone', detail: 'must be an IANA time zone, such as Europe/Berlin' }]),
    ...spansFaults(Object.values(Object.groupBy(spans, ({ day }) => day))),
    ...exceptionFaults(exceptions ?? []),
  ];
}

function exceptionFaults(exceptions: readonly OpeningException[]): InputFault[] {
  const placed = exceptions.map((exception, index) => ({ ...exception, pointer: `/hours/exceptions/${index}` }));
  const byDate = Object.values(Object.groupBy(placed, ({ date }) => date)).map((day = []) => day);
  return [
    ...placed.flatMap(exceptionFault),
    ...byDate.flatMap((day) => (day.length > 1 ? day.flatMap(closedTwice) : [])),
    ...spansFaults(byDate.map((day) => day.flatMap(spanOf))),
  ];
}

function exceptionFault({ date, closed, from, to, pointer }: OpeningException & { pointer: string }): InputFault[] {
  const isDate = DateTime.fromISO(date, { zone: 'utc' }).isValid;
  const hasTimes = from !== undefined && to !== undefined;
  const hasAnyTime = from !== undefined || to !== undefined;
  const isClear = closed === true ? !hasAnyTime : hasTimes;
  return [
    ...(isDate ? [] : [{ pointer: `${pointer}/date`, detail: 'must be a valid date, YYYY-MM-DD' }]),
    ...(isClear ? [] : [{ pointer, detail: 'must have either closed: true, or from and to' }]),
  ];
}

function closedTwice({ closed, pointer }: OpeningException & { pointer: string }): InputFault[] {
  return closed === true ? [{ pointer, detail: 'closes a date that has another exception' }] : [];
}

function spanOf({ closed, from, to, pointer }: OpeningException & { pointer: string }): PlacedSpan[] {
  return closed === true || from === undefined || to === undefined ? [] : [{ from, to, pointer }];
}

/** @param days the spans of each day */
function spansFaults(days: readonly (readonly PlacedSpan[] | undefined)[]): InputFault[] {
  return days.flatMap((day = []) => {
    const sorted = day.toSorted((left, right) => left.from.localeCompare(right.from));
    return sorted.flatMap((span, index) => spanFaults(span, sorted[index - 1]));
  });
}

function spanFaults({ from, to, pointer }: PlacedSpan, before: PlacedSpan | undefined): InputFault[] {
  if (to === from) return [{ pointer: `${pointer}/to`, detail: 'must be after from: the span is empty' }];
  if (to < from)
    return [
      {
        pointer: `${pointer}/to`,
        detail:
          'must be after from. For hours over midnight, end this span at 24:00 and begin another one at 00:00 on the next day',
      },
    ];
  if (before && from < before.to) return [{ pointer, detail: `overlaps ${before.from}–${before.to} of the same day` }];
  return [];
}

function closedFaults({ action, texts }: WhenClosed): InputFault[] {
  const lacksText = action === 'refuse-with-text' && !texts;
  return lacksText ? [{ pointer: '/whenClosed/texts', detail: 'is required: the action is refuse-with-text' }] : [];
}
