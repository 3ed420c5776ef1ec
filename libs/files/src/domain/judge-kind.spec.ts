import { describe, expect, it } from 'vitest';
import { filledTo, SAMPLES } from '../testing/sample-bytes.js';
import { kindOfExtension, PASSED_EXTENSIONS } from './file-kinds.js';
import { FileRefused } from './file-refused.error.js';
import { judgeKind } from './judge-kind.js';

/** The list in Engage's documentation. */
const ENGAGE_TAKES =
  'aac mp3 ogg m4a xls xlsm xlsx xlc xlt xltm xltx bmp gif jpg jpeg png svg webp eml msg pdf key odp otp pps ppt pptx pot numbers ods ots csv txt log avi flv m4v mkv mov mp4 mpg mpeg4 qt wmv doc docm docx dotm dotx pages odt ott rtf amr dms vcard tif tiff mpeg';

describe('the kinds of files', () => {
  it('are those that Engage accepts', () => {
    expect([...PASSED_EXTENSIONS].sort()).toEqual(ENGAGE_TAKES.split(' ').sort());
  });

  it('have media types', () => {
    const nameless = PASSED_EXTENSIONS.filter(
      (name) => kindOfExtension(name)?.mediaType === 'application/octet-stream',
    );
    expect(nameless).toEqual(['dms']);
    expect(kindOfExtension('MPEG4')).toMatchObject({ mediaType: 'video/mp4', shownAs: 'video' });
  });
});

describe('judging a file', () => {
  it.each([
    ['png', 'holiday.exe', 'image/png', 'image'],
    ['jpg', 'scan.pdf', 'image/jpeg', 'image'],
    ['gif', '', 'image/gif', 'image'],
    ['mp4', 'voice.mp4', 'video/mp4', 'video'],
    ['mp3', 'song.txt', 'audio/mpeg', 'audio'],
    ['pdf', 'x.png', 'application/pdf', 'file'],
    ['rtf', 'letter.doc', 'application/rtf', 'file'],
    ['vcard', 'me.vcf', 'text/vcard', 'file'],
    ['svg', 'logo.png', 'image/svg+xml', 'image'],
  ] as const)('judges a %s called %s by its bytes', async (sample, filename, mediaType, shownAs) => {
    const kind = await judgeKind(filledTo(4_100, SAMPLES[sample]), { filename, contentType: 'text/html' });
    expect(kind).toMatchObject({ mediaType, shownAs });
  });

  it.each([
    ['zip', 'offer.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['zip', 'talk.key', 'application/vnd.apple.keynote'],
    ['cfb', 'list.XLS', 'application/vnd.ms-excel'],
    ['cfb', 'mail.msg', 'application/vnd.ms-outlook'],
    ['csv', 'towns.csv', 'text/csv'],
    ['csv', 'trace.log', 'text/plain'],
    ['csv', 'mail.eml', 'message/rfc822'],
  ] as const)('recognises a %s by the name %s', async (sample, filename, mediaType) => {
    expect(await judgeKind(SAMPLES[sample], { filename })).toMatchObject({ mediaType });
  });

  it('uses the header if the name has no extension', async () => {
    const said = { filename: 'export', contentType: 'text/csv; charset=utf-8' };
    expect(await judgeKind(SAMPLES.csv, said)).toMatchObject({ extension: 'csv' });
  });

  it('recognises a drawing without an XML declaration by its name', async () => {
    const bytes = Buffer.from('<svg viewBox="0 0 1 1"></svg>');
    expect(await judgeKind(bytes, { filename: 'logo.svg' })).toMatchObject({ mediaType: 'image/svg+xml' });
  });

  it.each([
    ['a program', SAMPLES.exe, 'invoice.pdf'],
    ['a page called a picture', SAMPLES.html, 'photo.png'],
    ['a page called a text', SAMPLES.html, 'notes.txt'],
    ['a page after a byte order mark and spaces', Buffer.from('\ufeff \n<HTML>'), 'a.csv'],
    ['a script', Buffer.from('#!/bin/sh\nrm -rf ~'), 'a.txt'],
    ['an archive', SAMPLES.zip, 'files.zip'],
    ['an archive called a picture', SAMPLES.zip, 'photo.png'],
    ['an old office document with a new extension', SAMPLES.cfb, 'offer.docx'],
    ['bytes without a signature', Buffer.from([1, 0, 2, 0]), 'a.txt'],
    ['bytes called a picture', Buffer.from('just words'), 'photo.png'],
    ['a drawing with a script', Buffer.from('<?xml version="1.0"?><svg><script>x()</script></svg>'), 'a.svg'],
    ['a drawing with an event handler', Buffer.from('<svg onload="x()"></svg>'), 'a.svg'],
    ['other XML', Buffer.from('<?xml version="1.0"?><note/>'), 'a.svg'],
    ['nothing', Buffer.alloc(0), 'a.txt'],
  ])('refuses %s', async (_what, bytes, filename) => {
    const refusal = await judgeKind(bytes, { filename }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(FileRefused);
    expect(refusal).toMatchObject({ reason: 'kind', kind: 'unprocessable' });
  });
});
