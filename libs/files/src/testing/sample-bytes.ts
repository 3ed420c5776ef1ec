/** The beginnings of real files. */
export const SAMPLES = {
  png: Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010806000000', 'hex'),
  jpg: Buffer.from('ffd8ffe000104a46494600010101004800480000', 'hex'),
  gif: Buffer.from('GIF89a\x01\x00\x01\x00', 'latin1'),
  mp4: Buffer.concat([Buffer.from([0, 0, 0, 0x18]), Buffer.from('ftypmp42\0\0\0\0mp42isom', 'latin1')]),
  /** With a cover picture of 1 MB before the sound. */
  mp3: Buffer.from('ID3\x03\x00\x00\x00\x40\x00\x00', 'latin1'),
  pdf: Buffer.from('%PDF-1.7\n'),
  rtf: Buffer.from('{\\rtf1\\ansi Hello}'),
  zip: Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(40, 0x61)]),
  cfb: Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]),
  exe: Buffer.from('MZ\x90\x00\x03', 'latin1'),
  vcard: Buffer.from('BEGIN:VCARD\r\nVERSION:3.0\r\n'),
  html: Buffer.from('<!DOCTYPE html><script>alert(1)</script>'),
  svg: Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'),
  csv: Buffer.from('name;town\nMüller;Köln\n'),
} as const;

/** A file that begins like the sample and is that long. */
export function filledTo(size: number, sample: Buffer): Buffer {
  return Buffer.concat([sample, Buffer.alloc(Math.max(0, size - sample.length), 7)]);
}
