import { type ArgumentsHost, Catch, HttpException } from '@nestjs/common';
import { AppError } from '#kernel';
import { ProblemFilter } from '#web';
import { IngressUnavailable } from '../application/ingress.errors.js';

/** Every unexpected failure becomes a 503, so that Engage repeats the call. */
@Catch()
export class AskToRepeat extends ProblemFilter {
  override catch(error: unknown, host: ArgumentsHost): void {
    const isExpected = error instanceof AppError || error instanceof HttpException;
    super.catch(isExpected ? error : new IngressUnavailable(error), host);
  }
}
