/**
 * What a message contains besides text and files: the one model to which, and from which, the shapes of all platforms
 * are converted. The text is in the message's `text`, files are in its attachments.
 */
export type RichContent = QuickReplies | Buttons | Template | Carousel | List | RichLink | Location;

/** Choices of which the customer selects one: chips that disappear (`quick_replies`) or a menu that stays (`select`). */
export interface QuickReplies {
  readonly type: 'quick_replies' | 'select';
  readonly items: readonly Choice[];
}

/** Buttons below the message's text. */
export interface Buttons {
  readonly type: 'buttons';
  readonly items: readonly Button[];
}

/** One card. */
export interface Template extends Card {
  readonly type: 'template';
}

/** Cards side by side. */
export interface Carousel {
  readonly type: 'carousel';
  readonly items: readonly Card[];
}

/** Cards one below the other, optionally with a button below the last. */
export interface List {
  readonly type: 'list';
  readonly items: readonly Card[];
  readonly button?: Button;
}

/** A link with a preview. */
export interface RichLink {
  readonly type: 'rich_link';
  readonly title: string;
  readonly url: string;
  readonly subtitle?: string;
  readonly imageUrl?: string;
}

/** A place, with coordinates in degrees (WGS 84). */
export interface Location {
  readonly type: 'location';
  readonly latitude: number;
  readonly longitude: number;
  readonly title?: string;
}

export interface Choice {
  readonly title: string;
  /** What the bot receives when it is chosen; absent: the title. */
  readonly payload?: string;
  readonly imageUrl?: string;
}

export type Button =
  | { readonly type: 'reply'; readonly title: string; readonly payload?: string }
  | { readonly type: 'url'; readonly title: string; readonly url: string }
  | { readonly type: 'phone'; readonly title: string; readonly phoneNumber: string };

export interface Card {
  readonly title: string;
  readonly subtitle?: string;
  readonly imageUrl?: string;
  /** Address that a click on the card opens. */
  readonly url?: string;
  readonly buttons?: readonly Button[];
}
