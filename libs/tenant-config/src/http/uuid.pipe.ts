import { HttpStatus, ParseUUIDPipe } from '@nestjs/common';

/** An id that is no UUID names nothing. */
export const UuidPipe = new ParseUUIDPipe({ errorHttpStatusCode: HttpStatus.NOT_FOUND });
