import { ValidateBy } from 'class-validator';
import { LEAST_BITS, weaknessOf } from '#kernel';

/** The form of a secret. */
export interface SecretShape {
  /** The whole text, with its lengths. */
  readonly matches: RegExp;
  /** The same in words, after "must be". */
  readonly is: string;
  /** The fixed beginning of such secrets, which adds no randomness. */
  readonly prefix?: string;
  /** Minimum randomness in bits; default `LEAST_BITS`. */
  readonly minBits?: number;
  /** What to do about a weak one. */
  readonly remedy?: string;
}

/** Minimum for a secret that is defined on our side and sent to us unchanged. */
const SENT_BITS = 48;
/** Minimum for a key of signatures: anyone who sees a signature can try keys without calling this service. */
export const SIGNING_BITS = 64;

const GENERATE = 'generate one, for example with `openssl rand -hex 24`';

/** For secrets that are sent in headers. */
export function visibleAscii(min: number, max: number, minBits?: number): SecretShape {
  return {
    matches: new RegExp(`^[\\x21-\\x7e]{${min},${max}}$`),
    is: `${min} to ${max} visible ASCII characters without blanks`,
    minBits: minBits ?? (min < 12 ? LEAST_BITS : SENT_BITS),
  };
}

/** A token of another system: only values that cannot be tokens are rejected. */
export const FOREIGN_TOKEN: SecretShape = {
  ...visibleAscii(8, 1024),
  remedy: 'copy it from the system that created it',
};

/** For every setting that is a secret: it must have the right form, and must not be a pattern such as `aaaaaaaa` or easy to guess. */
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
