import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import { IncomingBody } from '../body/incoming-body.js';
import { inputFaults } from './input-faults.js';
import { InvalidInput } from './invalid-input.error.js';
import { parseJson } from './parse-json.js';
import { toInstance } from './to-instance.js';

/** For larger bodies, in bytes, the event loop may do other work after parsing and after checking them. */
const LARGE_BYTES = 64 * 1024;

/**
 * Receives and parses bodies, and checks all input against its DTO class; a member that the class does not declare is
 * refused.
 */
@Injectable()
export class InputPipe extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      transform: true,
      validationError: { target: false },
      exceptionFactory: (errors) => new InvalidInput(inputFaults(errors)),
      transformerPackage: { plainToInstance: toInstance, classToPlain: neverNeeded },
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type !== 'body' || !(value instanceof IncomingBody)) return super.transform(value, metadata);
    const text = await value.json();
    const isLarge = text.length > LARGE_BYTES;
    const body = text.length === 0 ? undefined : parseJson(text);
    if (isLarge) await nextTurn();
    const input: unknown = await super.transform(body, metadata);
    if (isLarge) await nextTurn(); // using it may take as long as checking it
    return input;
  }
}

/** Only a pipe that does not transform converts instances back. */
function neverNeeded(): never {
  throw new Error('Instances are not converted back into plain objects.');
}
