import type { Attachment } from '#handover';
import { cleanText } from '#kernel';
import { IsOptional, IsString, IsUrl, Length, MaxLength } from 'class-validator';

/** A file by its address. */
export class AttachmentDto {
  /**
   * Where the file can be downloaded, http or https.
   * @example "https://files.example/invoice-4711.pdf"
   */
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  @MaxLength(2048)
  readonly url!: string;

  /**
   * Kind: `image`, `video`, `audio` or `file`.
   * @example "file"
   */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  readonly type?: string;

  /**
   * The name to show.
   * @example "invoice-4711.pdf"
   */
  @IsOptional()
  @IsString()
  @Length(1, 255)
  readonly filename?: string;
}

export function toAttachment({ url, type, filename }: AttachmentDto): Attachment {
  return {
    url: cleanText(url),
    ...(type && { type: cleanText(type) }),
    ...(filename && { filename: cleanText(filename) }),
  };
}
