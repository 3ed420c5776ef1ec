import type { FileReference, InlineFile } from '#files';
import type { ConversationId, ForeignId, JsonValue } from '#kernel';
import type { RichContent } from '#rich-content';

export type Author = 'user' | 'bot' | 'agent';

/** A file of a message. */
export type Attachment = FileReference;

/** A file as the bot side gives it: by its address, or the bytes themselves. */
export type GivenFile = Attachment | InlineFile;

/** What was said. */
export interface Utterance {
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** What it offers besides its words and files. */
  readonly content?: RichContent;
  /** Set when a customer chose what an earlier message offered, or pressed a button of their own. */
  readonly reply?: ChosenReply;
}

/** What a customer chose. */
export interface ChosenReply {
  /** What the choice carries; the bot's own. */
  readonly payload: JsonValue;
  /** Our id of the message that offered it, where that is known. */
  readonly inReplyTo?: ForeignId;
}

/** A message on its way to Engage. */
export interface EngageMessage extends Utterance {
  readonly conversationId: ConversationId;
  readonly foreignId: ForeignId;
  readonly threadForeignId: ForeignId;
  readonly author: EngageAuthor;
  readonly sentAt: Date;
  /** Shown under the message; keys and values as `context_data` wants them. */
  readonly contextData: Readonly<Record<string, string | string[]>>;
}

/** Who a message to Engage comes from: an Engage "User" object in our words. */
export interface EngageAuthor {
  readonly id: string;
  /** True for the bot and for what agents write as. */
  readonly puppetizable: boolean;
  /** `screenname` and the other user fields of the profile mapping. */
  readonly fields: Readonly<Record<string, string>>;
  readonly contextData: Readonly<Record<string, string | string[]>>;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
