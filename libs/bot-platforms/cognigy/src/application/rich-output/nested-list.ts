import { isJsonObject, type JsonValue } from '#kernel';
import { wordsOf } from './shown.js';

const MAX_LINES = 100;
const MAX_DEPTH = 6;
/** What a flow's nodes write into `data` for Cognigy's own use. */
const INTERNAL = ['_cognigy', '_data', '_webchat', 'handoverConnector', 'handover', 'type', 'linear', 'loop'];

/** Data of any shape as an indented list, without Cognigy's own members. */
export function nestedList(data: JsonValue): string[] {
  return linesOf(data, 0).slice(0, MAX_LINES);
}

function linesOf(value: JsonValue, depth: number): string[] {
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(value)) return value.flatMap((item) => entry('', item, depth));
  if (!isJsonObject(value)) return [];
  return Object.entries(value)
    .filter(([key]) => depth > 0 || !INTERNAL.includes(key))
    .flatMap(([key, item]) => entry(key, item, depth));
}

function entry(key: string, item: JsonValue, depth: number): string[] {
  const indent = `${'  '.repeat(depth)}- `;
  const scalar = typeof item === 'boolean' ? (item ? 'yes' : 'no') : wordsOf(item);
  if (scalar !== '') return [indent + (key === '' ? scalar : `${key}: ${scalar}`)];
  const below = linesOf(item, key === '' ? depth : depth + 1);
  if (below.length === 0 || key === '') return below;
  return [`${indent}${key}:`, ...below];
}
