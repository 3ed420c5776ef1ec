import type { BodyBudgetLimits } from '../body/body-budget.js';
import type { ConnectionLimitsOptions } from './connection-limits.js';

const MB = 1024 * 1024;

/** What callers may occupy: in the process, and of one address. */
export interface ServerLimits extends BodyBudgetLimits, ConnectionLimitsOptions {}

export const DEFAULT_SERVER_LIMITS: ServerLimits = {
  connections: 2_000,
  connectionsPerAddress: 1_000,
  bodyBytes: 48 * MB,
  bodyBytesPerAddress: 32 * MB,
};
