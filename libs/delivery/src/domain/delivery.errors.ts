import { AppError } from '#kernel';

export class UnknownDelivery extends AppError {
  readonly code = 'delivery.unknown';
  readonly kind = 'not-found';
  constructor() {
    super('There is no such delivery.');
  }
}

/** What was asked for is only possible in another status. */
export class DeliverySettled extends AppError {
  readonly code = 'delivery.settled';
  readonly kind = 'conflict';
  constructor(wanted: string, status: string) {
    super(`Only ${wanted} deliveries can be treated so; this one is ${status}.`);
  }
}

/** Why a delivery that still waited ended. */
export class GivenUp extends AppError {
  readonly code = 'delivery.given-up';
  readonly kind = 'conflict';
  constructor() {
    super('An administrator gave the delivery up.');
  }
}
