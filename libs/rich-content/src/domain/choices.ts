import type { Button, Choice, RichContent } from './rich-content.js';

/** A customer's answer to a content: text, or a payload that the platform returns. */
export interface Said {
  readonly text: string;
  readonly payload?: unknown;
}

/** The choices of a content, in the order in which `richText` numbers them from 1. */
export function choicesOf(content: RichContent): Choice[] {
  switch (content.type) {
    case 'quick_replies':
    case 'select':
      return [...content.items];
    case 'buttons':
      return replies(content.items);
    case 'template':
      return replies(content.buttons);
    case 'carousel':
      return content.items.flatMap(({ buttons }) => replies(buttons));
    case 'list':
      return [
        ...content.items.flatMap(({ buttons }) => replies(buttons)),
        ...replies(content.button && [content.button]),
      ];
    default:
      return [];
  }
}

/** The payload of a choice: the title if it has no other. */
export function payloadOf({ title, payload }: Choice): string {
  return payload ?? title;
}

/** Replaces the payload of the choice with this number, if Engage cannot carry the payload. */
export function standIn(number: number): string {
  return `choice:${number}`;
}

/**
 * The choice that a customer made: by its payload or the replacement, else by its title, else by its number as `richText` shows it.
 * @returns undefined if the answer is none of the choices
 */
export function chosenFrom(content: RichContent, { text, payload }: Said): Choice | undefined {
  const choices = choicesOf(content);
  const carried = typeof payload === 'string' && payload !== '' ? payload : undefined;
  const words = folded(text);
  return (
    choices.find((choice) => carried !== undefined && payloadOf(choice) === carried) ??
    choices.find((_, index) => carried === standIn(index + 1)) ??
    choices.find((choice) => payloadOf(choice) === text) ??
    choices.find(({ title }) => words !== '' && folded(title) === words) ??
    choices.find((_, index) => words.replace(/[.)]$/, '') === String(index + 1))
  );
}

function replies(buttons: readonly Button[] | undefined): Choice[] {
  return (buttons ?? []).flatMap((button) => (button.type === 'reply' ? [button] : []));
}

function folded(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}
