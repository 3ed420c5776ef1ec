import type { ValidationError, ValidationOptions } from 'class-validator';
import type { InputFault } from '#kernel';

/** Option of a rule whose message says what is missing, and which other member can be sent instead. */
export const EXPLAINS_ABSENCE: ValidationOptions = { context: { explainsAbsence: true } };

/** class-validator's tree of errors as a flat list with JSON pointers. */
export function inputFaults(errors: readonly ValidationError[], parent = ''): InputFault[] {
  return errors.flatMap((error) => {
    const pointer = jsonPointer(parent, error.property);
    const own = detailsOf(error).map((detail) => ({ pointer, detail }));
    return [...own, ...inputFaults(error.children ?? [], pointer)];
  });
}

/** For a missing member, only its absence is reported, not its rules. */
function detailsOf({ value, constraints = {}, contexts = {} }: ValidationError): string[] {
  const rules = Object.entries(constraints);
  if (value !== undefined || rules.length === 0)
    return rules.map(([rule, detail]) => (rule === 'whitelistValidation' ? 'is not known here' : detail));
  const explained = rules.filter(([rule]) => explainsAbsence(contexts[rule]));
  return explained.length > 0 ? explained.map(([, detail]) => detail) : ['is required'];
}

function explainsAbsence(context: unknown): boolean {
  return (context as { explainsAbsence?: boolean } | undefined)?.explainsAbsence === true;
}

/** Appends members to a JSON pointer (RFC 6901). */
export function jsonPointer(parent: string, ...members: readonly string[]): string {
  return parent + members.map((member) => `/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
