declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type TenantId = Branded<'TenantId'>;
export type ConversationId = Branded<'ConversationId'>;
export type HandoverId = Branded<'HandoverId'>;
export type MessageId = Branded<'MessageId'>;
export type DeliveryId = Branded<'DeliveryId'>;
/** The bot platform's id of a conversation: opaque, 1–256 characters. */
export type SessionId = Branded<'SessionId'>;
/** The bot platform's id of a customer: opaque, 1–256 characters. */
export type UserId = Branded<'UserId'>;
/** Engage's own id of a thread (24 hex digits in practice), as in webhooks and REST. */
export type EngageThreadId = Branded<'EngageThreadId'>;
/** An id that we gave Engage: of a thread, a message or an identity. UUID based, never the caller's text. */
export type ForeignId = Branded<'ForeignId'>;

/** A UUID as part of a regular expression, in either case. */
export const UUID_PATTERN = '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';
const UUID = new RegExp(`^${UUID_PATTERN}$`);

/** Whether the text has the form of our ids. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** A new random id (UUID v4) of the requested kind. */
export function newId<Id extends string = string>(): Id {
  return globalThis.crypto.randomUUID() as Id;
}
