import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import { inputFaults } from './input-faults.js';
import { InvalidInput } from './invalid-input.error.js';
import { toInstance } from './to-instance.js';
import { UnparsedBody } from './unparsed-body.js';

/** Parses bodies and checks all input against its DTO class; nothing that the class does not declare gets through. */
@Injectable()
export class InputPipe extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      transform: true,
      validationError: { target: false, value: false },
      exceptionFactory: (errors) => new InvalidInput(inputFaults(errors)),
      transformerPackage: { plainToInstance: toInstance, classToPlain: neverNeeded },
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    return super.transform(value instanceof UnparsedBody ? value.parse() : value, metadata) as Promise<unknown>;
  }
}

/** Only a pipe that does not transform turns instances back. */
function neverNeeded(): never {
  throw new Error('Instances are not turned back into plain objects.');
}
