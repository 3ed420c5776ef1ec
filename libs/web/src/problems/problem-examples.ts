import type { InputFault } from '#kernel';

interface ProblemExample {
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly InputFault[];
}

/** An example of a problem for each status, for routes without their own. */
export const PROBLEM_EXAMPLES: Readonly<Record<number, ProblemExample>> = {
  400: {
    code: 'request.invalid',
    detail: 'The input is invalid (1 error).',
    errors: [{ pointer: '/engage/baseApiUrl', detail: 'must be a URL' }],
  },
  401: { code: 'auth.unauthenticated', detail: 'A valid key is needed: send it as `Authorization: Bearer <key>`.' },
  403: { code: 'auth.forbidden', detail: 'The key does not allow this call.' },
  404: { code: 'request.not-found', detail: 'Not found: no operation has this path. /docs lists all operations.' },
  409: { code: 'request.conflict', detail: 'The call is not possible in the current state.' },
  412: {
    code: 'tenant.changed',
    detail: 'The tenant has changed since you read it. Read it again and repeat your change with the new ETag.',
  },
  413: {
    code: 'request.payload-too-large',
    detail: 'The body is too large: this address takes at most 1048576 bytes.',
  },
  422: {
    code: 'tenant.incomplete',
    detail: 'The tenant is not fully configured. Missing: engage.realtimeAccessToken.',
  },
  429: {
    code: 'request.too-many-calls',
    detail: 'More than 2000 calls per second come with this credential. Call less often, and retry this call later.',
  },
  503: { code: 'database.away', detail: 'The database is not available at the moment. Retry in a few seconds.' },
};
