import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import { IncomingBody } from '../body/incoming-body.js';
import { withCutLists } from './cut-lists.js';
import { inputFaults } from './input-faults.js';
import { InvalidInput } from './invalid-input.error.js';
import { parseJson } from './parse-json.js';
import { toInstance } from './to-instance.js';

/** From here on, in bytes, the process does something else between reading a body and using it. */
const LARGE_BYTES = 64 * 1024;

/** Receives and parses bodies, and checks all input against its DTO class; nothing that the class does not declare gets through. */
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
    const input: unknown = await super.transform(withCutLists(metadata.metatype, body), metadata);
    if (isLarge) await nextTurn(); // what is made of it may take as long as its check
    return input;
  }
}

/** Only a pipe that does not transform turns instances back. */
function neverNeeded(): never {
  throw new Error('Instances are not turned back into plain objects.');
}
