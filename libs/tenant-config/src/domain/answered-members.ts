import { isJsonObject, type JsonObject, type JsonValue } from '#kernel';

const READ_ONLY = ['previousSecrets', 'readiness', 'health', 'ingress', 'setupUrl', 'createdAt', 'updatedAt'];

/**
 * The patch without what only our answers hold: read-only members, and secrets as `{ configured, last4 }`. So a client may
 * send back what it read, and changes no secret by it.
 */
export function withoutAnsweredMembers(patch: JsonObject): JsonObject {
  return withoutHints(Object.fromEntries(Object.entries(patch).filter(([name]) => !READ_ONLY.includes(name))));
}

function withoutHints(members: JsonObject): JsonObject {
  const kept = Object.entries(members).filter(([, value]) => !isSecretHint(value));
  return Object.fromEntries(kept.map(([name, value]) => [name, isJsonObject(value) ? withoutHints(value) : value]));
}

function isSecretHint(value: JsonValue): boolean {
  return (
    isJsonObject(value) &&
    typeof value.configured === 'boolean' &&
    Object.keys(value).every((name) => name === 'configured' || name === 'last4')
  );
}
