import type { FileReference, InlineFile } from '#files';
import type { ConversationId, ForeignId, JsonValue } from '#kernel';
import type { RichContent } from '#rich-content';

export type Author = 'user' | 'bot' | 'agent';

/** A file of a message. */
export type Attachment = FileReference;

/** A file as the bot side gives it: by its address, or the bytes themselves. */
export type GivenFile = Attachment | InlineFile;

/** The content of a message. */
export interface Utterance {
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** What it offers in addition to its text and files. */
  readonly content?: RichContent;
  /** Set when a customer chose what an earlier message offered, or pressed another button. */
  readonly reply?: ChosenReply;
}

/** What a customer chose. */
export interface ChosenReply {
  /** The payload of the choice. */
  readonly payload: JsonValue;
  /** Our id of the message that offered it, if known. */
  readonly inReplyTo?: ForeignId;
}

/** A message on its way to Engage. */
export interface EngageMessage extends Utterance {
  readonly conversationId: ConversationId;
  readonly foreignId: ForeignId;
  readonly threadForeignId: ForeignId;
  readonly author: EngageAuthor;
  readonly sentAt: Date;
  /** Shown under the message; keys and values in the format of `context_data`. */
  readonly contextData: Readonly<Record<string, string | string[]>>;
}

/** The author of a message to Engage: an Engage "User" object in our words. */
export interface EngageAuthor {
  readonly id: string;
  /** True for the bot and for the identity that agents write as. */
  readonly puppetizable: boolean;
  /** `screenname` and the other user fields of the profile mapping. */
  readonly fields: Readonly<Record<string, string>>;
  readonly contextData: Readonly<Record<string, string | string[]>>;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
