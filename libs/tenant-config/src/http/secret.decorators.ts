import { ValidateBy } from 'class-validator';
import { LEAST_BITS, weaknessOf } from '#kernel';

/** How a secret is written. */
export interface SecretShape {
  /** The whole text, with its lengths. */
  readonly matches: RegExp;
  /** The same in words, after "must be". */
  readonly is: string;
  /** What every such secret begins with, so that it adds nothing. */
  readonly prefix?: string;
  /** Least randomness in bits; default `LEAST_BITS`. */
  readonly minBits?: number;
  /** What to do about a weak one. */
  readonly remedy?: string;
}

/** A secret that is defined on our side, and sent to us as it is. */
const SENT_BITS = 48;
/** A key of signatures: who sees a signature can try keys without asking this service. */
export const SIGNING_BITS = 64;

const GENERATE = 'generate one, for example with `openssl rand -hex 24`';

/** For secrets that travel in headers. */
export function visibleAscii(min: number, max: number, minBits?: number): SecretShape {
  return {
    matches: new RegExp(`^[\\x21-\\x7e]{${min},${max}}$`),
    is: `${min} to ${max} visible ASCII characters without blanks`,
    minBits: minBits ?? (min < 12 ? LEAST_BITS : SENT_BITS),
  };
}

/** A token that another system made: only what cannot be one is rejected. */
export const FOREIGN_TOKEN: SecretShape = {
  ...visibleAscii(8, 1024),
  remedy: 'copy it from where it was made',
};

/** Every setting that is a secret has this decorator: of the right shape, and neither a pattern such as `aaaaaaaa` nor too easy to guess. */
export function IsSecret(shape: SecretShape): PropertyDecorator {
  return ValidateBy({
    name: 'isSecret',
    validator: {
      validate: (value) => faultOf(value, shape) === undefined,
      defaultMessage: (failed) => faultOf(failed?.value, shape) ?? '',
    },
  });
}

function faultOf(
  value: unknown,
  { matches, is, prefix = '', minBits, remedy = GENERATE }: SecretShape,
): string | undefined {
  if (typeof value !== 'string' || !matches.test(value)) return `must be ${is}`;
  const weakness = weaknessOf(value.slice(prefix.length), 1, minBits);
  return weakness && `${weakness}; ${remedy}`;
}
