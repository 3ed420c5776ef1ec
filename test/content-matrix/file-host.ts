import { StubServer } from '#testing';

/** The address of files in the golden files. */
export const FILES = 'https://files.example';

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const PROGRAM = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(62), Buffer.from('PE\0\0')]);
const OVER_1_MB = 1024 * 1024 + 1;

/** By name: the smallest files that are recognised as their kind. */
const CONTENTS: Readonly<Record<string, Buffer>> = {
  'photo.png': Buffer.from(PIXEL, 'base64'),
  'voice.mp3': Buffer.concat([Buffer.from('fffb9064', 'hex'), Buffer.alloc(413)]),
  'clip.mp4': Buffer.concat([Buffer.from('\0\0\0\u0018ftypisom\0\0\u0002\0isommp41', 'latin1'), Buffer.alloc(16)]),
  'invoice.pdf': Buffer.from('%PDF-1.4\n%%EOF\n'),
  'catalogue.pdf': Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(OVER_1_MB, ' '), Buffer.from('%%EOF\n')]),
  'setup.exe': PROGRAM,
};

const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  pdf: 'application/pdf',
  exe: 'application/octet-stream',
};

/** A host of these files; every other one is missing. */
export async function startFileHost(): Promise<StubServer> {
  const host = await StubServer.start();
  host.reply({ status: 404, body: 'There is no such file.' });
  for (const [name, body] of Object.entries(CONTENTS)) {
    const type = TYPES[name.split('.').at(-1) ?? ''] ?? '';
    for (const method of ['GET', 'HEAD'])
      host.route(method, `/${name}`, { body, headers: { 'content-type': type, 'content-length': `${body.length}` } });
  }
  return host;
}

export function bytesOf(name: string): Buffer {
  const bytes = CONTENTS[name];
  if (!bytes) throw new Error(`There is no file ${name}.`);
  return bytes;
}

/** The name of the file with these bytes. */
export function nameOf(bytes: Buffer): string {
  const found = Object.entries(CONTENTS).find(([, content]) => content.equals(bytes));
  return found?.[0] ?? `${bytes.length} other bytes`;
}
