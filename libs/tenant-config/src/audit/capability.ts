import type { Capability } from '../capability.js';
import { AuditLogController } from './http/audit-log.controller.js';
import { ReadAuditLog } from './read-audit-log.js';

/** Shows who changed what. */
export const audit: Capability = { controllers: [AuditLogController], internal: [ReadAuditLog] };
