import { type Button as OfferedButton, type Card as OfferedCard, payloadOf, type RichContent } from '#rich-content';
import type { Button, Card, Postback } from './message-templates.js';

/** Channels of Messenger, which refuses messages with more buttons than `MESSENGER_BUTTONS`. */
const MESSENGER = ['messenger', 'facebook'];
const MESSENGER_BUTTONS = 3;
/** The session variable that a choice writes. */
const CHOICE = 'ringcentral.choice';

/** Where a message is shown. */
export interface Shown {
  /** Chatlayer's name of it; undefined if Chatlayer did not send one. */
  readonly channel: string | undefined;
  /** Dialog that a customer's choice starts; without one, choices are numbered lines and start none. */
  readonly choiceDialog: string | undefined;
}

/** Buttons by how they are shown. */
interface Divided {
  readonly native: readonly Button[];
  readonly lines: readonly OfferedButton[];
}

/** Links and phone numbers are buttons, choices only if there is a dialog for them, and no more than the channel accepts. */
export function divided(buttons: readonly OfferedButton[], { channel, choiceDialog }: Shown): Divided {
  const isNative = ({ type }: OfferedButton): boolean => type !== 'reply' || choiceDialog !== undefined;
  const able = buttons.filter(isNative);
  const limit = limitOf(channel);
  return {
    native: able.slice(0, limit).map((button) => nativeButton(button, choiceDialog ?? '')),
    lines: [...buttons.filter((button) => !isNative(button)), ...able.slice(limit)],
  };
}

/** Choices are all buttons or all lines: a number must mean the same choice everywhere. */
export function choiceDialogFor(content: RichContent, { channel, choiceDialog }: Shown): string | undefined {
  const limit = limitOf(channel);
  return groupsOf(content).every(({ length }) => length <= limit) ? choiceDialog : undefined;
}

export function postbackOf(choiceDialog: string, choice: string): Postback {
  return { nextDialogstateId: choiceDialog, sessionDataToSet: [{ key: CHOICE, value: choice }] };
}

/** A card's buttons. The link of the card is the first, because Chatlayer's cards cannot be clicked. */
export function buttonsOf({ url, buttons = [] }: OfferedCard): readonly OfferedButton[] {
  if (url === undefined || buttons.some((button) => button.type === 'url' && button.url === url)) return buttons;
  return [{ type: 'url', title: new URL(url).host, url }, ...buttons];
}

/** A card without its buttons. Chatlayer requires a title. */
export function faceOf({ title, subtitle = '', imageUrl }: OfferedCard): Card {
  const [name = '•', more] = [title, subtitle].filter((words) => words.trim() !== '');
  return { title: name, ...(more !== undefined && { subTitle: more }), ...(imageUrl !== undefined && { imageUrl }) };
}

function limitOf(channel: string | undefined): number {
  return channel !== undefined && MESSENGER.includes(channel) ? MESSENGER_BUTTONS : Infinity;
}

function nativeButton(button: OfferedButton, choiceDialog: string): Button {
  const { title } = button;
  if (button.type === 'url') return { title, url: button.url };
  if (button.type === 'phone') return { title, phoneNumber: button.phoneNumber };
  return { title, postback: postbackOf(choiceDialog, payloadOf(button)) };
}

/** The buttons that are shown together. */
function groupsOf(content: RichContent): (readonly OfferedButton[])[] {
  switch (content.type) {
    case 'buttons':
      return [content.items];
    case 'template':
      return [buttonsOf(content)];
    case 'carousel':
    case 'list':
      return content.items.map(buttonsOf);
    default:
      return [];
  }
}
