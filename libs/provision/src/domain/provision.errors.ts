import { AppError } from '#kernel';

/** One run at a time changes a tenant's domain. */
export class RunGoingOn extends AppError {
  readonly code = 'provision.running';
  readonly kind = 'conflict';
  constructor(slug: string, runId: string) {
    super(
      `Another run of this tenant is going on. Look at GET /admin/tenants/${slug}/provision/${runId}, and repeat the call when it has ended.`,
      { members: { runId } },
    );
  }
}

export class UnknownRun extends AppError {
  readonly code = 'provision.unknown-run';
  readonly kind = 'not-found';
  constructor() {
    super('The run does not exist. Only the last 20 runs of a tenant are kept.');
  }
}

/** Engage asked the webhook's URL for its challenge and was not satisfied. */
export class WebhookNotVerified extends AppError {
  readonly code = 'provision.webhook-not-verified';
  readonly kind = 'rejected';
  constructor(url: string, status: string) {
    super(
      `Engage has registered the webhook, but calls it ${status}: its check of ${url} failed. ` +
        'Engage must reach this address from the internet (PUBLIC_URL), and the tenant must be enabled. Then apply again.',
    );
  }
}
