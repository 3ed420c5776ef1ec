import mime from 'mime';
import type { Source } from '../state/model.js';

/** Kind → its file name extensions in Engage. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  audio: 'aac mp3 ogg m4a',
  excel: 'xls xlsm xlsx xlc xlt xltm xltx',
  image: 'bmp gif jpg jpeg png svg webp',
  message: 'eml msg',
  pdf: 'pdf',
  presentation: 'key odp otp',
  powerpoint: 'pps ppt pptx pot',
  spreadsheet: 'numbers ods ots',
  text: 'csv txt log',
  video: 'avi flv m4v mkv mov mp4 mpg mpeg4 qt wmv',
  word: 'doc docm docx dotm dotx',
  word_processing: 'pages odt ott rtf',
  other: 'amr dms vcard tif tiff mpeg',
};

const KINDS = new Map(
  Object.entries(EXTENSIONS).flatMap(([kind, extensions]) =>
    extensions.split(' ').map((extension) => [extension, kind] as const),
  ),
);

export const extensionOf = (filename: string): string => /\.([A-Za-z0-9]+)$/.exec(filename)?.[1]?.toLowerCase() ?? '';

/** The kind of a file, which Engage shows in `attachments[].type`. */
export const kindOf = (filename: string): string => KINDS.get(extensionOf(filename)) ?? 'other';

/** A source of the security level `strict` accepts only listed kinds. */
export const isAllowed = (source: Source, filename: string): boolean =>
  source['attachments_security_level'] !== 'strict' || KINDS.has(extensionOf(filename));

export const contentTypeOf = (filename: string): string => mime.getType(filename) ?? 'application/octet-stream';

/** The name, with the extension of its content type if it has none. */
export function namedAs(filename: string, contentType: string): string {
  const extension = extensionOf(filename) === '' ? mime.getExtension(contentType) : null;
  return extension ? `${filename}.${extension}` : filename;
}
