import { AppError } from '#kernel';

export class NoSuchPageFile extends AppError {
  readonly code = 'page.unknown-file';
  readonly kind = 'not-found';
  constructor() {
    super('The page has no such file. Load the page again.');
  }
}
