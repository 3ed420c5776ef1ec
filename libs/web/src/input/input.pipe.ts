import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import { withCutLists } from './cut-lists.js';
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
    if (!(value instanceof UnparsedBody)) return super.transform(value, metadata);
    const body = value.parse();
    if (value.isLarge) await nextTurn();
    const input: unknown = await super.transform(withCutLists(metadata.metatype, body), metadata);
    if (value.isLarge) await nextTurn(); // what is made of it may take as long as its check
    return input;
  }
}

/** Only a pipe that does not transform turns instances back. */
function neverNeeded(): never {
  throw new Error('Instances are not turned back into plain objects.');
}
