import mime from 'mime';

/** How Engage shows a file. */
export type ShownAs = 'image' | 'video' | 'audio' | 'file';

/** A kind of file that is passed on. */
export interface FileKind {
  /** The extension that files of this kind get, without a dot. */
  readonly extension: string;
  readonly mediaType: string;
  readonly shownAs: ShownAs;
}

/** Exactly the extensions that Engage accepts. */
const EXTENSIONS: Readonly<Record<ShownAs, readonly string[]>> = {
  image: 'bmp gif jpg jpeg png svg webp tif tiff'.split(' '),
  audio: 'aac mp3 ogg m4a amr'.split(' '),
  video: 'avi flv m4v mkv mov qt mp4 mpeg4 mpg mpeg wmv'.split(' '),
  file: [
    ...'xls xlsm xlsx xlc xlt xltm xltx'.split(' '),
    ...'doc docm docx dotm dotx'.split(' '),
    ...'pps ppt pptx pot'.split(' '),
    ...'pages odt ott rtf numbers ods ots key odp otp'.split(' '),
    ...'pdf eml msg csv txt log vcard dms'.split(' '),
  ],
};

/** Media types that the `mime` package does not know, or names differently from browsers. */
const MEDIA_TYPES: Readonly<Record<string, string>> = { mpeg4: 'video/mp4', avi: 'video/avi' };

/** Other names that detectors and people use for the kinds in the table. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  apng: 'png',
  oga: 'ogg',
  opus: 'ogg',
  spx: 'ogg',
  vcf: 'vcard',
  asf: 'wmv',
};

const KINDS: ReadonlyMap<string, FileKind> = new Map(
  Object.entries(EXTENSIONS).flatMap(([shownAs, extensions]) =>
    extensions.map((extension): [string, FileKind] => {
      const mediaType = MEDIA_TYPES[extension] ?? mime.getType(extension) ?? 'application/octet-stream';
      return [extension, { extension, mediaType, shownAs: shownAs as ShownAs }];
    }),
  ),
);

/** The kind of an extension, in upper or lower case; undefined for one that Engage does not accept. */
export function kindOfExtension(extension: string): FileKind | undefined {
  const name = extension.toLowerCase();
  return KINDS.get(OTHER_NAMES[name] ?? name);
}

/** Every extension that is passed on. */
export const PASSED_EXTENSIONS: readonly string[] = [...KINDS.keys()];
