import { readFileSync } from 'node:fs';
import { ADMIN_KEY_AUTH, BOT_KEY_AUTH, ROLE_EXTENSION, UNBOUND_EXTENSION } from '#web';
import { type Document, templateOf } from '../blocking/templates.js';

/** An operation as the committed OpenAPI document describes it. */
export interface Operation {
  readonly name: string;
  readonly method: string;
  /** With placeholders as `{name}`. */
  readonly path: string;
  /** Names of the security schemes; none: everyone may call, or the address contains the credential. */
  readonly schemes: readonly string[];
  /** Only for operations of /admin. */
  readonly role: string | undefined;
  readonly needsUnboundKey: boolean;
  /** The example of a body in the document. */
  readonly example: Record<string, unknown>;
}

interface Described {
  readonly security?: readonly Record<string, unknown>[];
  readonly [ROLE_EXTENSION]?: string;
  readonly [UNBOUND_EXTENSION]?: boolean;
}

/** Every operation of the document, also future ones. */
export function operations(): Operation[] {
  const document = JSON.parse(readFileSync('openapi.json', 'utf8')) as Document;
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const { security = [], ...described } = operation as Described;
      const route = path.replaceAll(/\{(\w+)\}/g, ':$1');
      return {
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        schemes: security.flatMap((one) => Object.keys(one)),
        role: described[ROLE_EXTENSION],
        needsUnboundKey: described[UNBOUND_EXTENSION] ?? false,
        example: (templateOf(document, method, route)?.example ?? {}) as Record<string, unknown>,
      };
    }),
  );
}

export const isOfAdministrators = ({ schemes }: Operation): boolean => schemes.includes(ADMIN_KEY_AUTH);
export const isOfBots = ({ schemes }: Operation): boolean => schemes.includes(BOT_KEY_AUTH);
