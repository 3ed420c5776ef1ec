import { Injectable } from '@nestjs/common';
import { type Attachment, NoOpenIntervention, ReplyNotPermitted, type ReplyToCustomer } from '#handover';
import { isJsonObject, type JsonObject } from '#kernel';
import { EngageRefused } from '../application/engage.errors.js';
import { optionalText, recordIn, textOf } from './engage-record.js';
import { RestApi, type RestContext } from './rest-api.js';

/** Here it is the thread, not the token's user, that keeps a reply out. */
const CLOSED_THREAD = 'cant_reply_to_closed_thread';

/** What is written on sources that Engage serves itself. */
@Injectable()
export class EngageContents {
  constructor(private readonly rest: RestApi) {}

  /** @returns the new content's id @throws NoOpenIntervention, ReplyNotPermitted */
  async reply({ inReplyTo, private: isPrivate, text }: ReplyToCustomer, context: RestContext): Promise<string> {
    const form = [
      ['in_reply_to_id', inReplyTo],
      ['body', text],
      ['private', String(isPrivate)],
    ] as const;
    const request = { method: 'POST', path: '/contents', form, once: true, mayQuote: true } as const;
    try {
      return textOf(recordIn(await this.rest.call(request, context), request.path), 'id');
    } catch (error) {
      throw asReplyError(error);
    }
  }

  /** The files of a content; none when it is gone or not readable for the token. */
  async filesOf(contentId: string, context: RestContext): Promise<Attachment[]> {
    const content = await this.rest.find(`/contents/${encodeURIComponent(contentId)}`, context);
    const attachments = content?.['attachments'];
    return Array.isArray(attachments) ? attachments.filter(isJsonObject).flatMap((one) => attachmentIn(one) ?? []) : [];
  }

  /** Newest first. Engage's search knows no authors and no exact texts, so the thread's contents are looked through. */
  async repliesLike({ threadId, inReplyTo, text }: ReplyToCustomer, context: RestContext): Promise<string[]> {
    const query = [['q', `thread:${threadId} order:created_at.desc`]] as const;
    const contents = await this.rest.newest('/contents', query, context);
    return contents
      .filter(
        (content) =>
          content['created_from'] === 'api' &&
          optionalText(content, 'in_reply_to_id') === inReplyTo &&
          squeezed(optionalText(content, 'body') ?? '') === squeezed(text),
      )
      .map((content) => textOf(content, 'id'));
  }
}

/** Engage says with 404 too that the token's user may not read the source. */
export function asReplyError(error: unknown): unknown {
  if (!(error instanceof EngageRefused)) return error;
  const { status, message, errorId } = error;
  if (status === 422) return new NoOpenIntervention(message, { cause: error });
  const isPermission = (status === 403 && errorId !== CLOSED_THREAD) || status === 404;
  return isPermission ? new ReplyNotPermitted(message, { cause: error }) : error;
}

function attachmentIn(record: JsonObject): Attachment | undefined {
  const url = optionalText(record, 'url');
  const type = optionalText(record, 'content_type');
  const filename = optionalText(record, 'filename');
  return url === undefined ? undefined : { url, ...(type && { type }), ...(filename && { filename }) };
}

/** Engage may tidy up white space. */
function squeezed(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
