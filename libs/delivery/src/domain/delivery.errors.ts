import { AppError } from '#kernel';

export class UnknownDelivery extends AppError {
  readonly code = 'delivery.unknown';
  readonly kind = 'not-found';
  constructor() {
    super('The delivery does not exist, or the key cannot see it. Check the id.');
  }
}

/** The action is only possible in another status. */
export class DeliverySettled extends AppError {
  readonly code = 'delivery.settled';
  readonly kind = 'conflict';
  constructor(action: 'retried' | 'discarded', wanted: string, status: string) {
    super(`A delivery can only be ${action} when it is ${wanted}; this one is ${status}.`);
  }
}

/** Why a pending delivery ended: an administrator discarded it. */
export class GivenUp extends AppError {
  readonly code = 'delivery.given-up';
  readonly kind = 'conflict';
  constructor() {
    super('An administrator discarded the delivery.');
  }
}
