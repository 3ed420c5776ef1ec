import {
  type CallHandler,
  type ExecutionContext,
  HttpException,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { AppError } from '#kernel';
import { catchError, type Observable } from 'rxjs';
import { IngressUnavailable } from '../application/ingress.errors.js';

/** Every unexpected failure becomes a 503, so that Engage repeats the call. */
@Injectable()
export class AskToRepeat implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      catchError((error: unknown) => {
        throw error instanceof AppError || error instanceof HttpException ? error : new IngressUnavailable(error);
      }),
    );
  }
}
