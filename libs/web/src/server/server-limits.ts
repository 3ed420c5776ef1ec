import type { BodyBudgetLimits } from '../body/body-budget.js';
import { type CallLimits, DEFAULT_CALL_LIMITS } from '../callers/call-limits.js';
import type { ConnectionLimitsOptions } from './connection-limits.js';

const MB = 1024 * 1024;

/** The resources that callers may use, and how often they may call. */
export interface ServerLimits extends BodyBudgetLimits, CallLimits, ConnectionLimitsOptions {}

export const DEFAULT_SERVER_LIMITS: ServerLimits = {
  connections: 2_000,
  connectionsPerAddress: 1_000,
  bodyBytes: 48 * MB,
  bodyBytesPerAddress: 32 * MB,
  bodyBytesPerTenant: 32 * MB,
  ...DEFAULT_CALL_LIMITS,
};
