import { pick } from '../harness/index.js';

type Random = () => number;

const WORDS = [
  '',
  ' ',
  'a',
  'id',
  '__proto__',
  'constructor',
  'toString',
  '\\u0000',
  '\\ud83d',
  '\\uD83D\\uDE00',
  'é',
  '客',
  '{{x}}',
  '$ne',
];
const NUMBERS = [
  '0',
  '-0',
  '1',
  '-1',
  '1.5',
  '1e308',
  '1e999',
  '-1e-999',
  '9007199254740993',
  '00',
  '.5',
  '0x1',
  'NaN',
];
const LITERALS = ['null', 'true', 'false', 'undefined', 'nul', ''];
const DEEPEST = 6;

/** Random JSON, with a few errors of grammar. @returns the text */
export function anyJson(random: Random, depth = 0): string {
  const kind = random();
  if (kind < 0.02) return `${'['.repeat(200)}${']'.repeat(Math.floor(random() * 220))}`;
  if (depth >= DEEPEST || kind < 0.25) return text(random);
  if (kind < 0.4) return pick(NUMBERS, random);
  if (kind < 0.5) return pick(LITERALS, random);
  return kind < 0.7 ? list(random, depth) : object(random, depth);
}

function text(random: Random): string {
  const unit = pick(WORDS, random);
  const times = random() < 0.05 ? 3_000 : 1 + Math.floor(random() * 3);
  return `"${unit.repeat(times)}"`;
}

function list(random: Random, depth: number): string {
  return `[${several(random, () => anyJson(random, depth + 1)).join(separator(random))}]`;
}

function object(random: Random, depth: number): string {
  const members = several(random, () => `${text(random)}${random() < 0.01 ? '' : ':'}${anyJson(random, depth + 1)}`);
  return `{${members.join(separator(random))}${random() < 0.01 ? '' : '}'}`;
}

function several(random: Random, one: () => string): string[] {
  return Array.from({ length: Math.floor(random() * 5) }, one);
}

function separator(random: Random): string {
  return random() < 0.02 ? pick([',,', ' ', ';', ',\n'], random) : ',';
}
