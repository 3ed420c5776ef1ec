import type { Choice, RichContent } from '#rich-content';

export interface Attachment {
  readonly url: string;
  /** `image`, `video`, `audio`, `file`, or a media type. */
  readonly type?: string;
  readonly filename?: string;
}

/** What a person said in one message. */
export interface Words {
  readonly text: string;
  readonly attachments?: readonly Attachment[];
  /** What the message offers besides. */
  readonly content?: RichContent;
  /** Of a customer's message: what the chosen option carries. */
  readonly payload?: string;
}

/** How far a customer's message got. */
export type Delivery = 'sending' | 'retrying' | 'stored' | 'refused';

/** One line of the chat, as the page shows it. */
export interface Entry extends Words {
  readonly id: string;
  readonly author: 'user' | 'bot' | 'agent' | 'note';
  /** Who wrote it, when that is a person of the shop. */
  readonly name?: string;
  readonly sentAt: string;
  /** Position in the chat; not an index, since a late message may be put between two others. */
  readonly order: number;
  /** Place among the connector's events, for agent messages. */
  readonly sequence?: number;
  delivery?: Delivery;
  /** The customer has seen it; only of agents' messages. */
  isRead?: boolean;
  /** The chat's revision when this entry changed last. */
  revision: number;
}

/** Who answers the customer. */
export type Mode = 'bot' | 'queue' | 'agent';

/** What the page's status line tells. */
export interface Status {
  readonly mode: Mode;
  /** Place in the queue, 1 is next. */
  readonly position?: number;
  /** Milliseconds. */
  readonly estimatedWait?: number;
  readonly agentName?: string;
  readonly agentTyping?: boolean;
}

/** Something to send to the connector, strictly in order per chat, until it has it. */
export type Errand =
  | { readonly kind: 'pass-on'; readonly entryId: string }
  | ({ readonly kind: 'say'; readonly id: string } & Words)
  | { readonly kind: 'hand-over'; readonly id: string; readonly reason: string }
  | { readonly kind: 'cancel'; readonly id: string }
  | { readonly kind: 'mark-read'; readonly entryId: string };

/** A chat as it is stored. */
export interface ChatRecord {
  /** The `sessionId` of the connector. */
  readonly id: string;
  readonly userId: string;
  /** On a channel that Engage serves: Engage shows it to the customer, and tells us what she writes. */
  readonly isNative?: boolean;
  revision: number;
  status: Status;
  /** What the customer may choose of the latest message. */
  choices?: readonly Choice[];
  /** Questions in a row that the bot had no answer to. */
  misses: number;
  entries: Entry[];
  errands: Errand[];
  /** Ids of the latest events, because the connector may repeat them. */
  eventIds: string[];
  /** Conversation and number of the newest event. */
  conversationId?: string;
  sequence: number;
}

/** What changed since a revision: what the page merges into what it shows. */
export interface Changes {
  readonly revision: number;
  readonly entries: readonly Entry[];
  readonly status: Status & { readonly typing: boolean; readonly choices: readonly Choice[] };
}
