import { AppError } from '#kernel';

/** The tenant's bot platform takes no script. */
export class NoScript extends AppError {
  readonly code = 'setup.no-script';
  readonly kind = 'not-found';
  constructor() {
    super(
      'Only tenants with the platform cognigy have a transformer script. The setup guide lists what this platform needs.',
    );
  }
}
