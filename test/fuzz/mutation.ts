import { pick } from '../harness/index.js';
import { anyJson } from './json-grammar.js';

type Random = () => number;
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const VALUES: readonly Json[] = [
  ...[null, true, false, 0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER, '', ' ', '\u0000', '\ud83d', '\u202e', '{{x}}'],
  ...[
    "' OR 1=1 --",
    '<script>',
    '../../etc/passwd',
    'http://127.0.0.1:9/',
    'javascript:1',
    '2026-13-45T99:99:99Z',
    '%00',
  ],
  ...[[], {}, [[]], [null], { __proto__: 1 }, { $ne: null }, { length: 1e9 }, { toString: 1 }],
];
const KEYS = ['__proto__', 'constructor', 'id', 'type', '', 'a'.repeat(300), '\u0000', 'length', 'événement'];

/** A JSON text, changed in its structure, in its bytes, or both. */
export function mutated(text: string, random: Random): string {
  const changed = random() < 0.8 ? changedInStructure(text, random) : text;
  return random() < 0.25 ? changedInBytes(changed, random) : changed;
}

function changedInStructure(text: string, random: Random): string {
  const root = parsed(text);
  if (root === undefined) return text;
  let tree: Json = root;
  for (let changes = 1 + Math.floor(random() * 3); changes > 0; changes -= 1) tree = changedSomewhere(tree, random);
  return JSON.stringify(tree);
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined; // a fixture of broken JSON
  }
}

/** Follows a random path and changes the value at its end. */
function changedSomewhere(value: Json, random: Random): Json {
  if (value === null || typeof value !== 'object') return replaced(value, random);
  const keys = Object.keys(value);
  if (keys.length === 0 || random() < 0.15)
    return Array.isArray(value) ? changedList(value, random) : changedObject(value, random);
  const key = pick(keys, random);
  if (Array.isArray(value)) return value.with(Number(key), changedSomewhere(value[Number(key)] ?? null, random));
  return { ...value, [key]: changedSomewhere(value[key] ?? null, random) };
}

function replaced(value: Json, random: Random): Json {
  if (typeof value !== 'string' || random() < 0.6)
    return random() < 0.15 ? (parsed(anyJson(random)) ?? null) : pick(VALUES, random);
  const at = Math.floor(random() * (value.length + 1));
  const piece = pick(['\u0000', '\ud800', '👩‍👩‍👧', '&lt;', '\\', '"', 'x'.repeat(2_000), value], random);
  return value.slice(0, at) + piece + value.slice(random() < 0.5 ? at : at + 1);
}

function changedList(list: readonly Json[], random: Random): Json {
  const way = random();
  if (way < 0.3) return [];
  if (way < 0.6) return list.flatMap((item) => Array.from({ length: 1 + Math.floor(random() * 30) }, () => item));
  return way < 0.8 ? list.toReversed() : [...list, pick(VALUES, random)];
}

function changedObject(object: { readonly [key: string]: Json }, random: Random): Json {
  const way = random();
  const entries = Object.entries(object);
  if (way < 0.4) return Object.fromEntries(entries.filter(() => random() < 0.7));
  if (way < 0.7) return { ...object, [pick(KEYS, random)]: pick(VALUES, random) };
  return way < 0.85 ? Object.fromEntries(entries.map(([key, value]) => [key.toUpperCase(), value])) : [{ ...object }];
}

function changedInBytes(text: string, random: Random): string {
  const at = Math.floor(random() * text.length);
  const way = random();
  if (way < 0.3) return text.slice(0, at);
  if (way < 0.6) return text.slice(0, at) + String.fromCharCode(Math.floor(random() * 0x300)) + text.slice(at + 1);
  return way < 0.8 ? text + text.slice(at) : text.slice(at) + text.slice(0, at);
}
