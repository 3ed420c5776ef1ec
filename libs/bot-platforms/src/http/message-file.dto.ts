import type { GivenFile } from '#handover';
import { cleanText } from '#kernel';
import { EXPLAINS_ABSENCE } from '#web';
import { IsOptional, IsString, IsUrl, Length, MaxLength, ValidateBy, ValidateIf } from 'class-validator';
import { toAttachment } from './attachment.dto.js';

/** Maximum size of all inline files of a message, decoded, in bytes. */
const MAX_INLINE_BYTES = 1024 * 1024;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/** A file: by its address, or the bytes themselves. */
export class MessageFileDto {
  /**
   * Where the file can be downloaded, http or https. Either this or `content`.
   * @example "https://files.example/invoice-4711.pdf"
   */
  @ValidateIf(({ url, content }: MessageFileDto) => isGiven(url) || !isGiven(content))
  @IsWithoutContent()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  @MaxLength(2048)
  readonly url?: string;

  /**
   * The file itself in base64; all files of a message together at most 1 MB. Either this, with a `filename`, or `url`.
   * @example "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
   */
  @IsOptional()
  @IsBase64File()
  readonly content?: string;

  /**
   * Kind: `image`, `video`, `audio` or `file`. For a file in `content` its bytes decide.
   * @example "file"
   */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  readonly type?: string;

  /**
   * The name to show; required with `content`.
   * @example "invoice-4711.pdf"
   */
  @ValidateIf(({ content, filename }: MessageFileDto) => isGiven(content) || isGiven(filename))
  @IsString()
  @Length(1, 255)
  readonly filename?: string;
}

/** Limits the total size of a message's inline files. */
export function HoldsFilesUpToLimit(): PropertyDecorator {
  return ValidateBy({
    name: 'holdsFilesUpToLimit',
    validator: {
      validate: (files) => !Array.isArray(files) || inlineBytes(files) <= MAX_INLINE_BYTES,
      defaultMessage: () => '$property must have at most 1 MB of content in total',
    },
  });
}

export function toMessageFile({ url, content, type, filename }: MessageFileDto): GivenFile {
  if (isGiven(url)) return toAttachment({ url: url!, ...(type && { type }), ...(filename && { filename }) });
  return { content: Buffer.from(content ?? '', 'base64'), filename: cleanText(filename ?? '') };
}

function IsWithoutContent(): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isWithoutContent',
      validator: {
        validate: (url, args) => isGiven(url) !== isGiven((args?.object as MessageFileDto | undefined)?.content),
        defaultMessage: () => 'either url or content must be given, and not both',
      },
    },
    EXPLAINS_ABSENCE,
  );
}

function IsBase64File(): PropertyDecorator {
  return ValidateBy({
    name: 'isBase64File',
    validator: {
      validate: (value) => typeof value === 'string' && value.length % 4 === 0 && BASE64.test(value),
      defaultMessage: () => '$property must be a file in base64, with padding',
    },
  });
}

/** Total size, decoded. */
function inlineBytes(files: readonly unknown[]): number {
  return files.reduce<number>((total, file) => {
    const content = (file as MessageFileDto | null)?.content;
    return total + (typeof content === 'string' ? Buffer.byteLength(content, 'base64') : 0);
  }, 0);
}
