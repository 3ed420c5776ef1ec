import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kindOfExtension, type FileKind } from './file-kinds.js';
import { namedAs, nameInAddress, nameInDisposition, plainName } from './file-name.js';

const kind = (extension: string): FileKind => kindOfExtension(extension)!;

describe('names of files', () => {
  it.each([
    ['photo.png', 'png', 'photo.png'],
    ['photo.PNG', 'png', 'photo.PNG'],
    ['photo.jpeg', 'jpg', 'photo.jpeg'],
    ['photo.exe', 'png', 'photo.png'],
    ['invoice.pdf.exe', 'pdf', 'invoice.pdf.pdf'],
    ['Offer of Mr. Smith', 'pdf', 'Offer of Mr. Smith.pdf'],
    ['v1.2', 'txt', 'v1.2.txt'],
    ['.exe', 'png', 'file.png'],
  ])('%s with the bytes of a %s becomes %s', (name, extension, expected) => {
    expect(namedAs(kind(extension), name)).toBe(expected);
  });

  it('take the first usable candidate', () => {
    expect(plainName(undefined, '  ', '..', 'scan.pdf', 'x')).toBe('scan.pdf');
    expect(plainName(undefined, '')).toBe('file');
  });

  it('contain no paths, control characters or bidirectional characters', () => {
    expect(plainName('../../etc/passwd')).toBe('_.._etc_passwd');
    expect(plainName('C:\\a\r\nb\0.txt')).toBe('C__ab.txt');
    expect(plainName('photo\u202egnp.exe')).toBe('photognp.exe');
  });

  it('stay short for any input, extension included', () => {
    expect(plainName(`${'x'.repeat(400)}.pdf`)).toHaveLength(255);
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.constantFrom('png', 'docx', 'csv'),
        (name, extension) => {
          const named = namedAs(kind(extension), plainName(name));
          expect(named.length).toBeLessThanOrEqual(255);
          expect(named.isWellFormed()).toBe(true);
          expect(named).not.toMatch(/[/\\\p{Cc}]/u);
        },
      ),
    );
  });

  it.each([
    ['attachment; filename="a b.pdf"', 'a b.pdf'],
    ['attachment; filename=plain.csv; size=3', 'plain.csv'],
    ['inline; filename="old.txt"; filename*=UTF-8\'\'%C3%BC.txt', 'ü.txt'],
    ['attachment; filename="say \\"hi\\".txt"', 'say "hi".txt'],
    ["attachment; filename*=UTF-8''%E4", undefined],
    ['attachment', undefined],
  ])('are read from %s', (header, name) => {
    expect(nameInDisposition(header)).toBe(name);
  });

  it('are read from addresses', () => {
    expect(nameInAddress('https://files.example/a/Gr%C3%BC%C3%9Fe.pdf?x=/y.png')).toBe('Grüße.pdf');
    expect(nameInAddress('https://files.example/a/%E4.pdf')).toBe('%E4.pdf');
    expect(nameInAddress('https://files.example')).toBe('');
    expect(nameInAddress('nonsense')).toBeUndefined();
  });
});
