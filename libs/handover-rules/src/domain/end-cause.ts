import type { HandoverStatus } from './bot-event.js';

export type TerminalStatus = Extract<HandoverStatus, 'completed' | 'cancelled' | 'error'>;

interface EndRule {
  readonly status: TerminalStatus;
  /** Whether our return also ends the agents' intervention; `as-set`: if `closeAgentSide` says so. */
  readonly closesEngage: boolean | 'as-set';
}

/** Every way in which a handover ends, and what the end means for the bot and for Engage. */
export const END_RULES = {
  agent: { status: 'completed', closesEngage: false },
  reconciliation: { status: 'completed', closesEngage: false },
  'bot-close': { status: 'completed', closesEngage: 'as-set' },
  'bot-cancel': { status: 'cancelled', closesEngage: 'as-set' },
  'operator-close': { status: 'completed', closesEngage: true },
  'operator-resume': { status: 'cancelled', closesEngage: false },
  inactivity: { status: 'completed', closesEngage: true },
  'no-pickup': { status: 'error', closesEngage: true },
  'max-duration': { status: 'error', closesEngage: true },
  failure: { status: 'error', closesEngage: true },
} as const satisfies Record<string, EndRule>;

export type EndCause = keyof typeof END_RULES;

/** The rule of one cause. */
export const endRule = (cause: EndCause): EndRule => END_RULES[cause];
