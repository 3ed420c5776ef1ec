import type { JsonObject, JsonValue } from '#kernel';

/** What a start sends to the agents in addition to the history. */
export interface NoteParts {
  readonly reason?: string | undefined;
  readonly summary?: string | undefined;
  /** The bot's last intent, and what it has collected. */
  readonly context?: JsonObject | undefined;
}

/** More would hide the rest; `context_data` shows them all. */
const MOST_FIELDS = 30;
/** Of a name or value, in characters. */
const LONGEST = 300;
const INTENTS = ['intent', 'lastintent'];

/**
 * The text that explains the handover to the agent, or undefined if there is nothing to explain: reason, summary, last
 * intent, and what the bot has collected, each once.
 */
export function handoverNote({ reason, summary, context = {} }: NoteParts): string | undefined {
  const fields = Object.entries(context).flatMap(([name, value]) => fieldOf(name, value));
  const isIntent = ({ name }: Field): boolean => INTENTS.includes(name.toLowerCase().replaceAll(/[_-]/g, ''));
  const intent = fields.find(isIntent);
  const others = fields.filter((field) => !isIntent(field) && field.value !== reason && field.value !== summary);
  const lines = [
    ...(reason ? [`Reason: ${reason}`] : []),
    ...(summary ? [`Summary: ${summary}`] : []),
    ...(intent ? [`Last intent: ${intent.value}`] : []),
    ...others.slice(0, MOST_FIELDS).map(({ name, value }) => `${name}: ${value}`),
  ];
  return lines.length > 0 ? ['Handover', ...lines].join('\n') : undefined;
}

interface Field {
  readonly name: string;
  readonly value: string;
}

/** Lists are shown as such; deeper nested values are in `context_data` only. */
function fieldOf(name: string, value: JsonValue): Field[] {
  const words = (Array.isArray(value) ? value : [value]).filter((item) => item !== null && typeof item !== 'object');
  const shown = onOneLine(words.join(', '));
  return shown === '' ? [] : [{ name: onOneLine(name), value: shown }];
}

function onOneLine(text: string): string {
  const characters = [...text.replaceAll(/\s+/g, ' ').trim()];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : characters.join('');
}
