import { validateSync } from 'class-validator';
import type { InputFault, JsonObject } from '#kernel';
import { inputFaults } from './input-faults.js';
import { toInstance } from './to-instance.js';

/**
 * The errors of a JSON object by the rules of a DTO class, as `InputPipe` would report them; pointers start with
 * `parent`.
 */
export function inspectInput(dto: new () => object, input: JsonObject, parent = ''): InputFault[] {
  const errors = validateSync(toInstance(dto, input) as object, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: false,
  });
  return inputFaults(errors, parent);
}
