import { AppError } from '#kernel';

export class UnknownUser extends AppError {
  readonly code = 'user.unknown';
  readonly kind = 'not-found';
  constructor() {
    super('Nothing is stored about this user of the tenant.');
  }
}

/** Erasing now would lose work that was accepted. */
export class UserBusy extends AppError {
  readonly code = 'user.busy';
  readonly kind = 'conflict';
  constructor(handovers: number, deliveries: number) {
    super(
      `${handovers} handovers of the user run and ${deliveries} deliveries wait. Close or resume the conversations ` +
        '(POST /admin/conversations/{id}/close), and repeat the call when everything is delivered. ' +
        'With ?force=true the user is erased nevertheless, and what waits is dropped.',
      { members: { handovers, deliveries } },
    );
  }
}
