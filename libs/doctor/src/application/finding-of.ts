import { Logger } from '@nestjs/common';
import { EngageRefused } from '#engage-outbound';
import { DestinationOutage, ServicePaused } from '#delivery';
import { AppError } from '#kernel';
import { type CheckFinding, failed, postponed, skipped, TenantIncomplete } from '#tenant-config';

const logger = new Logger('Doctor');

/** The finding for an error of a check. Our own errors are safe to show; other errors appear only in the logs. */
export function findingOf(id: string, error: unknown): CheckFinding {
  if (error instanceof TenantIncomplete) return skipped(error.message, 'Set it with PATCH /admin/tenants/{slug}.');
  if (error instanceof AppError && error.kind === 'throttled')
    return postponed(error.message, 'Wait for a minute, then run the checks again.');
  if (error instanceof EngageRefused && error.status === 403)
    return skipped('The user of engage.apiAccessToken may not read this.', "Look at the checks of the token's rights.");
  if (error instanceof DestinationOutage || error instanceof ServicePaused)
    return failed(
      error.message,
      'Check the address in the settings, and whether this service may call that host (DNS, firewall, proxy), then run the checks again.',
    );
  if (error instanceof AppError)
    return failed(error.message, 'Follow what the message says, then run the checks again.');
  logger.error({ err: error, check: id }, 'A check itself failed.');
  return failed(
    'The check itself failed. This is not a problem of the tenant.',
    'Look for "A check itself failed" in the logs of this service, and report it as a bug.',
  );
}
