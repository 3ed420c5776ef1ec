import { AppError } from '#kernel';

/** Only one run at a time may change a tenant's domain. */
export class RunGoingOn extends AppError {
  readonly code = 'provision.running';
  readonly kind = 'conflict';
  constructor(slug: string, runId: string) {
    super(
      `Another run of this tenant is running. Look at GET /admin/tenants/${slug}/provision/${runId}, and repeat the call when it has ended.`,
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

/** Engage sent its challenge to the webhook's URL, and the answer was not correct. */
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
