import type { JsonObject } from '#kernel';

/** What the bot does for a button or quick reply. Both keys are always sent. */
export interface Postback {
  readonly nextDialogstateId: string;
  readonly sessionDataToSet?: readonly { readonly key: string; readonly value: string }[];
}

export type Button =
  | { readonly title: string; readonly url: string }
  | { readonly title: string; readonly phoneNumber: string }
  | { readonly title: string; readonly postback: Postback };

export interface QuickReply {
  readonly title: string;
  readonly imageUrl?: string;
  readonly postback: Postback;
}

export interface Card {
  readonly title: string;
  readonly subTitle?: string;
  readonly imageUrl?: string;
}

/** One entry of `sendMessages`: one bubble. */
export type MessageTemplate = JsonObject;

export function textMessage(text: string): MessageTemplate {
  return { textMessageTemplate: { textMessages: oneOf(text) } };
}

export function attachmentMessage(url: string, type: 'image' | 'video'): MessageTemplate {
  return { attachmentTemplate: { media: { url, type } } };
}

export function buttonMessage(text: string, buttons: readonly Button[]): MessageTemplate {
  return { buttonTemplate: { textMessages: oneOf(text), buttons: buttons.map(button) } };
}

export function quickReplyMessage(text: string, replies: readonly QuickReply[]): MessageTemplate {
  const quickReplies = replies.map(({ title, imageUrl, postback }) => ({
    title,
    ...(imageUrl !== undefined && { imageUrl }),
    payload: payload(postback),
  }));
  return { quickReplyTemplate: { textMessages: oneOf(text), quickReplies } };
}

export function carouselMessage(cards: readonly (Card & { readonly buttons: readonly Button[] })[]): MessageTemplate {
  return {
    carouselTemplate: { elements: cards.map(({ buttons, ...card }) => ({ ...card, buttons: buttons.map(button) })) },
  };
}

/** @param more the button below the list */
export function listMessage(
  cards: readonly (Card & { readonly button: Button })[],
  more?: Button,
  size: 'LARGE' | 'COMPACT' = 'LARGE',
): MessageTemplate {
  const elements = cards.map((card) => ({ ...card, button: button(card.button) }));
  return { listTemplate: { size, ...(more && { button: button(more) }), elements } };
}

/** `textMessages` are alternatives of which Chatlayer picks one at random, so there is always exactly one. */
function oneOf(text: string): JsonObject[] {
  return [{ text }];
}

function button(given: Button): JsonObject {
  const { title } = given;
  if ('url' in given) return { urlButton: { title, url: given.url } };
  if ('phoneNumber' in given) return { phoneNumberButton: { title, phoneNumber: given.phoneNumber } };
  return { postBackButton: { title, payload: payload(given.postback) } };
}

function payload({ nextDialogstateId, sessionDataToSet = [] }: Postback): JsonObject {
  return { nextDialogstateId, sessionDataToSet: sessionDataToSet.map((entry) => ({ ...entry })) };
}
