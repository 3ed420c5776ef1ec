import mime from 'mime';

/** How Engage shows a file. */
export type ShownAs = 'image' | 'video' | 'audio' | 'file';

/** What a file is, as far as it is passed on. */
export interface FileKind {
  /** The one that files of this kind get, without a dot. */
  readonly extension: string;
  readonly mediaType: string;
  readonly shownAs: ShownAs;
}

/** Every extension that Engage takes, and nothing else. */
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

/** Media types that the `mime` package does not know, or names otherwise than browsers do. */
const MEDIA_TYPES: Readonly<Record<string, string>> = { mpeg4: 'video/mp4', avi: 'video/avi' };

/** What detectors and people call kinds of the table. */
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

/** The kind of an extension, in whatever case; undefined for one that Engage does not take. */
export function kindOfExtension(extension: string): FileKind | undefined {
  const name = extension.toLowerCase();
  return KINDS.get(OTHER_NAMES[name] ?? name);
}

/** Every extension that is passed on. */
export const PASSED_EXTENSIONS: readonly string[] = [...KINDS.keys()];
