import type { Content } from '../domain/state/model.js';
import { asFields, withPictureUrls } from '../domain/structured/structured-content.js';

/** The path of a file for the pages: without a token, unlike the URLs in the domain's API. */
const pathOf = (attachmentId: string): string => `/_sim/files/${encodeURIComponent(attachmentId)}`;

export interface ShownAttachment {
  readonly filename: string;
  readonly type: string;
  readonly url: string;
}

export const shownAttachments = (content: Content): ShownAttachment[] =>
  content.attachments.map(({ id, filename, type }) => ({ filename, type, url: pathOf(id) }));

/** null for a content without structure. */
export const shownStructured = ({ structured_content: structured }: Content): unknown =>
  structured ? withPictureUrls(asFields(structured), pathOf) : null;
