import { isJsonObject, type JsonObject, type JsonValue } from '#kernel';

const READ_ONLY = ['previousSecrets', 'readiness', 'health', 'ingress', 'setupUrl', 'createdAt', 'updatedAt'];

/**
 * The patch without members that only our answers have: read-only ones, and secrets as `{ configured, last4 }`. So a
 * client can send back what it read without changing a secret.
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
