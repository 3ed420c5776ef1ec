import { expect, it } from 'vitest';
import { fileLine, nameOf, withoutFileLines } from './file-lines.js';

it.each([
  [{ url: 'https://bot.example/a.png', filename: 'invoice.png' }, 'invoice.png'],
  [{ url: 'https://bot.example/files/a.png?x=1' }, 'a.png'],
  [{ url: 'https://bot.example/' }, 'file'],
  [{ url: 'handover-file:0190a1b2-0000-7000-8000-000000000000' }, 'file'],
  [{ url: 'https://bot.example/a', filename: 'two\nlines\u0000.png' }, 'twolines.png'],
])('nameOf %j is %s', (file, name) => {
  expect(nameOf(file)).toBe(name);
});

it('fileLine shows the address of a file only if others can open it', () => {
  expect(fileLine({ url: 'handover-file:1', filename: 'a.exe' }, 'This kind is not taken.')).toBe(
    '[File not passed on: a.exe – This kind is not taken]',
  );
});

it('withoutFileLines removes what fileLine added', () => {
  const line = fileLine({ url: 'https://bot.example/a.png' }, 'gone');
  expect(withoutFileLines(`Here\n${line}\n${line}`)).toBe('Here\n');
  expect(withoutFileLines('Here')).toBe('Here');
});
