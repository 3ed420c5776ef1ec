import type { Choice, RichContent } from '#rich-content';

export interface Attachment {
  readonly url: string;
  /** `image`, `video`, `audio`, `file`, or a media type. */
  readonly type?: string;
  readonly filename?: string;
}

/** The content of one message. */
export interface Words {
  readonly text: string;
  readonly attachments?: readonly Attachment[] | undefined;
  /** Cards, choices and other content of the message. */
  readonly content?: RichContent;
  /** In a customer's message: the payload of the chosen option. */
  readonly payload?: string;
}

/** The delivery state of a customer's message. */
export type Delivery = 'sending' | 'retrying' | 'stored' | 'refused';

/** One line of the chat, as the page shows it. */
export interface Entry extends Words {
  readonly id: string;
  readonly author: 'user' | 'bot' | 'agent' | 'note';
  /** The name of the author, if it is a person of the shop. */
  readonly name?: string | undefined;
  readonly sentAt: string;
  /** Position in the chat; not an index, because a late message may be inserted between two others. */
  readonly order: number;
  /** Number of the connector's event, for agent messages. */
  readonly sequence?: number;
  delivery?: Delivery;
  /** Whether the customer has seen it; only for agents' messages. */
  isRead?: boolean;
  /** The chat's revision when this entry changed last. */
  revision: number;
}

/** Who answers the customer. */
export type Mode = 'bot' | 'queue' | 'agent';

/** What the page's status line shows. */
export interface Status {
  readonly mode: Mode;
  /** Place in the queue, 1 is next. */
  readonly position?: number | undefined;
  /** Milliseconds. */
  readonly estimatedWait?: number | undefined;
  readonly agentName?: string | undefined;
  readonly agentTyping?: boolean;
}

/** A call to the connector, strictly in order per chat, repeated until it is accepted. */
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
  /**
   * On a channel that Engage serves: Engage shows the messages to the customer, and sends us the customer's messages.
   */
  readonly isNative?: boolean;
  revision: number;
  status: Status;
  /** The choices of the latest message. */
  choices?: readonly Choice[];
  /** Questions in a row without an answer of the bot. */
  misses: number;
  entries: Entry[];
  errands: Errand[];
  /** Ids of the latest events, because the connector may repeat them. */
  eventIds: string[];
  /** Conversation and number of the newest event. */
  conversationId?: string;
  sequence: number;
}

/** The changes since a revision, which the page merges into its view. */
export interface Changes {
  readonly revision: number;
  readonly entries: readonly Entry[];
  readonly status: Status & { readonly typing: boolean; readonly choices: readonly Choice[] };
}
