import type { ValidationError } from 'class-validator';
import type { InputFault } from '#kernel';

/** class-validator's tree of errors as a flat list with JSON pointers. */
export function inputFaults(errors: readonly ValidationError[], parent = ''): InputFault[] {
  return errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const pointer = jsonPointer(parent, property);
    const own = Object.entries(constraints).map(([rule, detail]) => ({
      pointer,
      detail: rule === 'whitelistValidation' ? 'is not known here' : detail,
    }));
    return [...own, ...inputFaults(children, pointer)];
  });
}

/** Appends members to a JSON pointer (RFC 6901). */
export function jsonPointer(parent: string, ...members: readonly string[]): string {
  return parent + members.map((member) => `/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
