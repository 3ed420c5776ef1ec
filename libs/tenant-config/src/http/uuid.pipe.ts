import { HttpStatus, ParseUUIDPipe } from '@nestjs/common';

/** An id that is no UUID is answered with 404. */
export const UuidPipe = new ParseUUIDPipe({ errorHttpStatusCode: HttpStatus.NOT_FOUND });
