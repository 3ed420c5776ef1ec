import type { CustomerTexts } from './customer-texts.js';

/** When a handover may start: at any time, while agents are there, within opening hours, or both. */
export const AVAILABILITY_MODES = ['always', 'agents', 'hours', 'agents-and-hours'] as const;
export type AvailabilityMode = (typeof AVAILABILITY_MODES)[number];

/** In the order of `Date` and ISO 8601: the week begins on Monday. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Wall-clock times in the zone of the hours, `HH:MM`; `to` is the first minute after the span, up to `24:00`. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

export interface WeeklySpan extends Span {
  readonly day: Weekday;
}

/** Replaces the weekly hours of one date: closed, or one span of it. A date may have several spans. */
export interface OpeningException extends Partial<Span> {
  /** `YYYY-MM-DD` in the zone of the hours. */
  readonly date: string;
  readonly closed?: true;
}

export interface OpeningHours {
  /** An IANA name. */
  readonly timeZone: string;
  readonly weekly: readonly WeeklySpan[];
  readonly exceptions?: readonly OpeningException[];
}

/** What happens when a handover is requested while no agent is available. */
export const CLOSED_ACTIONS = ['refuse', 'refuse-with-text', 'accept'] as const;
export type ClosedAction = (typeof CLOSED_ACTIONS)[number];

export interface WhenClosed {
  readonly action: ClosedAction;
  readonly texts?: CustomerTexts;
}

export interface AvailabilitySettings {
  readonly mode: AvailabilityMode;
  readonly hours?: OpeningHours;
  /** Default: refuse. */
  readonly whenClosed?: WhenClosed;
}

export const needsHours = (mode: AvailabilityMode): boolean => mode === 'hours' || mode === 'agents-and-hours';
export const needsAgents = (mode: AvailabilityMode): boolean => mode === 'agents' || mode === 'agents-and-hours';
