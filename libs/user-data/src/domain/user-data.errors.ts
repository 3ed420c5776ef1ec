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
      `The user has ${handovers} running handovers and ${deliveries} waiting deliveries. Close or resume the conversations ` +
        '(POST /admin/conversations/{id}/close), and repeat the call when everything is delivered. ' +
        'With ?force=true the user is erased anyway, and waiting deliveries are discarded.',
      { members: { handovers, deliveries } },
    );
  }
}
