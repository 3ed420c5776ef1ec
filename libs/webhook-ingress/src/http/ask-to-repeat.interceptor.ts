import {
  type CallHandler,
  type ExecutionContext,
  HttpException,
  Injectable,
  Logger,
  type NestInterceptor,
} from '@nestjs/common';
import { AppError } from '#kernel';
import { catchError, type Observable } from 'rxjs';
import { IngressUnavailable } from '../application/ingress.errors.js';

/** Whatever nobody foresaw becomes a 503, so that Engage says it again. */
@Injectable()
export class AskToRepeat implements NestInterceptor {
  private readonly logger = new Logger(AskToRepeat.name);

  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      catchError((error: unknown) => {
        if (error instanceof AppError || error instanceof HttpException) throw error;
        // The stack only: further members of an error may hold statement parameters, and so customers' texts.
        this.logger.error('A call of Engage could not be stored.', error instanceof Error ? error.stack : typeof error);
        throw new IngressUnavailable(error);
      }),
    );
  }
}
