import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { AppError } from '#kernel';
import { OPERATIONAL_CONTROLLERS } from '#telemetry';

class NotServedHere extends AppError {
  readonly code = 'request.not-served-here';
  readonly kind = 'not-found';
}

/** A process with `ROLE=worker` answers health checks and metrics and nothing else. */
@Injectable()
export class WorkerServesNoApi implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (OPERATIONAL_CONTROLLERS.includes(context.getClass())) return true;
    throw new NotServedHere('This process only works in the background (ROLE=worker).');
  }
}
