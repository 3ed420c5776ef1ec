import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Next to the documentation, both in the sources and in the build. */
const TEMPLATE = join(import.meta.dirname, '../../../../../../docs/cognigy/transformer.js');

export interface ScriptValues {
  /** Where the script reports messages. */
  readonly messagesUrl: string;
  readonly botKey: string;
  readonly transformerSecret: string;
  readonly forwardAll: boolean;
}

/** The Endpoint Transformer as it is pasted into Cognigy. */
export function transformerScript({ messagesUrl, botKey, transformerSecret, forwardAll }: ScriptValues): string {
  const values: Readonly<Record<string, string>> = {
    MESSAGES_URL: messagesUrl,
    BOT_KEY: botKey,
    TRANSFORMER_SECRET: transformerSecret,
    FORWARD_ALL: String(forwardAll),
  };
  return readFileSync(TEMPLATE, 'utf8').replaceAll(/\{\{(\w+)\}\}/g, (hole, name: string) =>
    quoted(values[name] ?? hole),
  );
}

/** Escapes text for single quotes in JavaScript. */
function quoted(value: string): string {
  return JSON.stringify(value).slice(1, -1).replaceAll("'", "\\'").replaceAll('\\"', '"');
}
