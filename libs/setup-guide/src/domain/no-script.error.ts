import { AppError } from '#kernel';

/** The tenant's bot platform has no script. */
export class NoScript extends AppError {
  readonly code = 'setup.no-script';
  readonly kind = 'not-found';
  constructor() {
    super('The bot platform of this tenant needs no script. GET /admin/tenants/{slug}/setup shows what it needs.');
  }
}
