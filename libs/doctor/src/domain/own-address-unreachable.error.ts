import { AppError } from '#kernel';

/** Nothing answers at the public URL, as seen from here. */
export class OwnAddressUnreachable extends AppError {
  readonly code = 'doctor.own-address-unreachable';
  readonly kind = 'unavailable';
}
