/** The addresses of everything that a new tenant is connected with. */
export interface Sides {
  /** Like all addresses here, without a slash at the end. */
  readonly connectorUrl: string;
  readonly adminKey: string;
  /** An Engage domain without set-up: only a Channel SDK source, an API access token and agents. */
  readonly engage: {
    readonly url: string;
    readonly baseApiUrl: string;
    readonly realtimeEndpointUrl: string;
    readonly apiAccessToken: string;
    readonly realtimeAccessToken: string;
  };
  /** The address where the bot receives events. */
  readonly callbackUrl: string;
}

/** Who does a step: `admin` calls /admin, `bot` calls /v1, `engage` is what a person does or sees in Engage. */
export type Actor = 'admin' | 'engage' | 'bot';

export interface DoneStep {
  readonly by: Actor;
  readonly title: string;
  /** Milliseconds since the start. */
  readonly ms: number;
}

interface Created {
  readonly botKey: { readonly key: string };
  readonly ingress: { readonly engageUrl: string };
}
interface Run {
  readonly status: string;
  readonly steps: readonly { readonly id: string; readonly action: string; readonly detail?: string }[];
}
interface Desk {
  readonly folders: readonly { readonly label: string; readonly count: number }[];
}

const SLUG = 'quick';
const SESSION = { sessionId: 'quick-start', userId: 'maya' };
const POLL_MS = 50;
const LONGEST_WAIT_MS = 20_000;

/**
 * From an empty domain to the first conversation that an agent sees: one tenant, one setup call, and a bot that requests an agent.
 *
 * @param done is called after each step
 * @throws Error when a call is refused, or when the conversation does not reach the agents
 */
export async function quickStart(sides: Sides, done: (step: DoneStep) => void): Promise<void> {
  const start = performance.now();
  const { engage } = sides;
  const step = async <Result>(by: Actor, title: string, work: () => Promise<Result>): Promise<Result> => {
    const result = await work();
    done({ by, title, ms: Math.round(performance.now() - start) });
    return result;
  };
  const { botKey, ingress } = await step('admin', 'POST /admin/tenants', () => createTenant(sides));
  await step('engage', 'Save the Base URI in the channel', () =>
    call('PUT', `${engage.url}/_sim/source`, undefined, { baseUri: ingress.engageUrl }),
  );
  await step('admin', 'POST /admin/tenants/quick/provision?mode=apply', () => provision(sides));
  await step('bot', 'POST /v1/messages', () => says(sides, botKey.key));
  await step('bot', 'POST /v1/handovers', () =>
    call('POST', `${sides.connectorUrl}/v1/handovers`, botKey.key, { ...SESSION, profile: { firstname: 'Maya' } }),
  );
  await step('engage', 'The agents see the conversation', () => agentsSee(engage.url));
}

function createTenant({ connectorUrl, adminKey, engage, callbackUrl }: Sides): Promise<Created> {
  const { baseApiUrl, realtimeEndpointUrl, apiAccessToken, realtimeAccessToken } = engage;
  return call('POST', `${connectorUrl}/admin/tenants`, adminKey, {
    slug: SLUG,
    name: 'Quick start',
    engage: { baseApiUrl, apiAccessToken, realtimeEndpointUrl, realtimeAccessToken },
    bot: { platform: 'generic', callbackUrl },
  });
}

async function provision({ connectorUrl, adminKey }: Sides): Promise<void> {
  const path = `${connectorUrl}/admin/tenants/${SLUG}/provision?mode=apply`;
  const { status, steps } = await call<Run>('POST', path, adminKey, { teams: ['Service desk'] });
  const refused = steps.filter(({ action }) => ['failed', 'forbidden', 'blocked'].includes(action));
  if (status !== 'done' || refused.length > 0)
    throw new Error(`Engage was not set up: ${JSON.stringify({ status, refused })}`);
}

function says({ connectorUrl }: Sides, botKey: string): Promise<unknown> {
  const message = { ...SESSION, messageId: 'quick-start-1', author: 'user', text: 'Can I talk to a person?' };
  return call('POST', `${connectorUrl}/v1/messages`, botKey, message);
}

/** The conversation is in the folder of the category Agent. */
async function agentsSee(engageUrl: string): Promise<void> {
  const end = performance.now() + LONGEST_WAIT_MS;
  while (performance.now() < end) {
    const { folders } = await call<Desk>('GET', `${engageUrl}/_sim/desk`);
    if (folders.some(({ label, count }) => label === 'Agent' && count > 0)) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error('The conversation has not reached the agents.');
}

async function call<Body>(method: string, url: string, key?: string, body?: object): Promise<Body> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} was answered ${response.status}: ${text}`);
  return (text ? JSON.parse(text) : undefined) as Body;
}
