import { ValidateBy } from 'class-validator';
import { weaknessOf } from '#kernel';

/** How a secret is written. */
export interface SecretShape {
  /** The whole text, with its lengths. */
  readonly matches: RegExp;
  /** The same in words, after "must be". */
  readonly is: string;
  /** What every such secret begins with, so that it adds nothing. */
  readonly prefix?: string;
}

/** For secrets that travel in headers. */
export function visibleAscii(min: number, max: number): SecretShape {
  return {
    matches: new RegExp(`^[\\x21-\\x7e]{${min},${max}}$`),
    is: `${min} to ${max} visible ASCII characters without blanks`,
  };
}

/** A token that another system made: only what cannot be one is rejected. */
export const FOREIGN_TOKEN = visibleAscii(8, 1024);

/** Every setting that is a secret has this decorator: of the right shape, and not a pattern such as `aaaaaaaa`. */
export function IsSecret({ matches, is, prefix = '' }: SecretShape): PropertyDecorator {
  const faultOf = (value: unknown): string | undefined =>
    typeof value === 'string' && matches.test(value) ? weaknessOf(value.slice(prefix.length), 1) : `must be ${is}`;
  return ValidateBy({
    name: 'isSecret',
    validator: {
      validate: (value) => faultOf(value) === undefined,
      defaultMessage: (failed) => faultOf(failed?.value) ?? '',
    },
  });
}
