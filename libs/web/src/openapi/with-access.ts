import type { OpenAPIObject } from '@nestjs/swagger';

/** Members of an operation of /admin: the weakest role that may call it, and whether keys bound to tenants may not. */
export const ROLE_EXTENSION = 'x-required-role';
export const UNBOUND_EXTENSION = 'x-needs-unbound-key';

interface Operation {
  description?: string;
  [ROLE_EXTENSION]?: string;
  [UNBOUND_EXTENSION]?: boolean;
}

/** A document whose descriptions of /admin operations also say which key they need. */
export function withAccess(document: OpenAPIObject): OpenAPIObject {
  for (const methods of Object.values(document.paths))
    for (const operation of Object.values(methods) as Operation[]) describe(operation);
  return document;
}

function describe(operation: Operation): void {
  const { [ROLE_EXTENSION]: role, [UNBOUND_EXTENSION]: unbound, description = '' } = operation;
  if (!unbound) delete operation[UNBOUND_EXTENSION];
  if (role !== undefined)
    operation.description = `${description}\n\nNeeds a key with the role \`${role}\`${rest(role, unbound)}.`.trim();
}

function rest(role: string, unbound = false): string {
  return `${role === 'admin' ? '' : ' or a stronger one'}${unbound ? ' that is not bound to tenants' : ''}`;
}
