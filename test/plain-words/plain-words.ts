import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A word to avoid, and what to write instead. */
export interface Word {
  readonly word: string;
  readonly use: string;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = join(ROOT, 'CONTRIBUTING.md');
const TEXTS = /\.([cm]?[jt]s|md|html|css|ya?ml|json|tpl)$/;
/** Generated, downloaded, full of examples, or (migrations) never changed once merged. */
const SKIPPED = new Set([
  'node_modules',
  'dist',
  'generated',
  'coverage',
  'migrations',
  'package-lock.json',
  'openapi.json',
  'plain-words.spec.ts',
]);
const ROW = /^\| ([^|]+?) \| ([^|]+?) \|$/gm;

/** The rows of the table "Plain words" of CONTRIBUTING.md. */
export function wordsOf(page: string): Word[] {
  const section = page.split('### Plain words\n')[1]?.split('\n#')[0] ?? '';
  const rows = [...section.matchAll(ROW)].slice(1); // without the heading
  return rows.flatMap(([, avoid = '', use = '']) => avoid.split(', ').map((word) => ({ word, use })));
}

/**
 * The words of `text` to replace. A word counts if a space or the end of a line is next to it: ids such as `'nobody'` or
 * `/tenants/nobody` are data.
 */
export function findWords(text: string, words: readonly Word[]): (Word & { readonly line: number })[] {
  const uses = new Map(words.map(({ word, use }) => [word, use]));
  const pattern = new RegExp(`(?<![\\w-])(?:${[...uses.keys()].join('|').replaceAll(' ', '\\s+')})(?![\\w-])`, 'gi');
  return [...text.matchAll(pattern)].flatMap(({ 0: found, index }) => {
    const around = [text[index - 1] ?? ' ', text[index + found.length] ?? ' '];
    if (!around.some((character) => /\s/.test(character))) return [];
    const word = found.toLowerCase().replaceAll(/\s+/g, ' ');
    return [{ word, use: uses.get(word) ?? '', line: text.slice(0, index).split('\n').length }];
  });
}

/** One line for each word to replace in the repository. */
export function findInRepository(): string[] {
  const words = wordsOf(readFileSync(PAGE, 'utf8'));
  return textsIn(ROOT).flatMap((path) => {
    const text = readFileSync(path, 'utf8');
    return findWords(path === PAGE ? text.replaceAll(ROW, '') : text, words).map(
      ({ line, word, use }) => `${relative(ROOT, path)}:${line} "${word}": write ${use} instead`,
    );
  });
}

function textsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name) || (entry.name.startsWith('.') && entry.name !== '.github')) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return textsIn(path);
    return TEXTS.test(entry.name) ? [path] : [];
  });
}
