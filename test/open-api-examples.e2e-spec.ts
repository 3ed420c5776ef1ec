import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Document, templateOf } from './blocking/templates.js';
import { Callers, startWorld, type World } from './harness/index.js';

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly examples?: Examples }>> };
  readonly responses: Readonly<Record<string, Response>>;
}

type Scalar = string | number | readonly string[];

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly example?: Scalar;
  readonly schema: { readonly example?: Scalar };
}

interface Response {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema: object; readonly examples?: Examples }>>;
}

type Examples = Readonly<Record<string, { readonly value: unknown }>>;

/** One call in the form of Swagger UI. */
interface ExampleCall {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly contentType?: string;
  readonly body?: unknown;
}

const described = JSON.parse(await readFile('openapi.json', 'utf8')) as Document & {
  readonly components: { readonly responses: Readonly<Record<string, Response>> };
};
const operations = Object.entries(described.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    method: method.toUpperCase(),
    path,
    operation: operation as unknown as Operation,
  })),
);

/** Examples that a fresh start answers with a documented error, because they name objects that do not exist yet. */
const FAILURES: Readonly<Record<string, number>> = {
  'createTenant minimal': 409, // the world has this tenant
  'replaceProfileMapping application/json': 412, // its ETag protects the mapping of the tenant
  'reportEvent read': 404, // no agent has written yet
  getProvisionRun: 404,
  getTransformerScript: 404, // of another platform
  eraseUser: 409, // a handover is running
  deleteTenant: 409,
};
const NOTHING = /\{id\}/;

const ORDER = [
  /^POST \/admin\/tenants/,
  /^\w+ \/v1\/(messages|handovers)$/,
  /^\w+ \/v1/,
  /^(?!DELETE)/,
  /users|keys/,
  /./,
];
const rank = ({ method, path }: ExampleCall): number => ORDER.findIndex((rule) => rule.test(`${method} ${path}`));

function callsOf({ method, path, operation }: (typeof operations)[number]): ExampleCall[] {
  const { operationId, requestBody } = operation;
  if (!requestBody) return [{ name: operationId, method, path }];
  return Object.entries(requestBody.content).flatMap(([contentType, { examples }]) => {
    const call = { method, path, contentType };
    if (!examples) {
      const body = templateOf(described, method, path)?.example;
      return [{ ...call, name: `${operationId} ${contentType}`, body }];
    }
    return Object.entries(examples).map(([name, { value }]) => ({
      ...call,
      name: `${operationId} ${name}`,
      body: value,
    }));
  });
}

const calls = operations.flatMap(callsOf).sort((one, other) => rank(one) - rank(other));

describe('every example of the OpenAPI document', () => {
  let world: World;
  let callers: Callers;
  beforeAll(async () => {
    world = await startWorld();
    callers = await Callers.create(world);
  });
  afterAll(() => world.stop());

  it.each(calls.map((call) => [call.name, call] as const))('%s is answered as documented', async (name, call) => {
    const { operation } = operations.find((one) => one.path === call.path && one.method === call.method)!;
    if (/handovers\/\w+$/.test(call.path)) await startAgain(call);
    const answer = await send(call, operation);
    const text = await answer.text();
    const expected = FAILURES[name] ?? (NOTHING.test(call.path) ? 404 : undefined);
    if (expected === undefined) expect(answer.status, text).toBeLessThan(300);
    else expect(answer.status, text).toBe(expected);
    checkShape(operation, answer, text);
  });

  it('changes nothing in a tenant on which updates are tried', async () => {
    const shown = async (): Promise<unknown> => ({
      ...(await world.admin.get('/admin/tenants/victim')).body,
      health: 'is checked in the background',
      updatedAt: 'shows the time of the call',
    });
    const before = await shown();
    for (const call of calls.filter(({ method }) => method === 'PATCH' || method === 'PUT')) {
      const { operation } = operations.find((one) => one.path === call.path && one.method === call.method)!;
      await send(call, operation, { slug: 'victim' });
    }
    expect(await shown()).toEqual(before);
  });

  async function startAgain({ path }: ExampleCall): Promise<void> {
    const start = calls.find((one) => one.method === 'POST' && one.path === path.replace(/\/\w+$/, ''))!;
    const { operation } = operations.find((one) => one.path === start.path && one.method === 'POST')!;
    await send({ ...start, body: { ...(start.body as object), ...another(path) } }, operation);
  }

  function send(
    call: ExampleCall,
    operation: Operation,
    given: Record<string, string> = {},
  ): Promise<globalThis.Response> {
    const caller = callers.of(call.path);
    const { parameters = [] } = operation;
    const exampleOf = ({ example, schema }: Parameter): Scalar | undefined => example ?? schema.example;
    const value = (name: string): string => {
      const parameter = parameters.find((one) => one.in === 'path' && one.name === name);
      return String(given[name] ?? (parameter && exampleOf(parameter)) ?? caller.parameters[name] ?? name);
    };
    const path = call.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(value(name)));
    const query = new URLSearchParams(caller.query);
    if (call.path.endsWith('/provision')) query.set('mode', 'plan');
    const headers = new Headers();
    for (const parameter of parameters) {
      const example = exampleOf(parameter);
      if (example === undefined) continue;
      if (parameter.in === 'query') query.set(parameter.name, String(example));
      if (parameter.in === 'header') headers.set(parameter.name, String(example));
    }
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    if (call.contentType) headers.set('content-type', call.contentType);
    for (const [name, credential] of Object.entries(caller.headers(body ?? ''))) headers.set(name, credential);
    const url = `${world.connectors[0]?.url}${path}?${query.toString()}`;
    return fetch(url, { method: call.method, headers, ...(body !== undefined && { body }) });
  }
});

/** Cognigy repeats an input with its id: another one starts another handover. */
function another(path: string): object {
  return path.includes('/cognigy/') ? { inputId: `for ${path}` } : {};
}

/** The answer has a documented status, media type and shape. */
function checkShape({ responses }: Operation, answer: globalThis.Response, text: string): void {
  const documented = responses[answer.status];
  expect(documented, `${answer.status} is not documented: ${text}`).toBeDefined();
  const name = documented?.$ref?.split('/').at(-1);
  const { content } = (name === undefined ? documented : described.components.responses[name]) ?? {};
  const [mediaType = ''] = (answer.headers.get('content-type') ?? '').split(';');
  if (!content || !mediaType.endsWith('json')) return;
  const schema = content[mediaType]?.schema;
  expect(schema, `${mediaType} is not documented: ${text}`).toBeDefined();
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  const isValid = ajv.compile({ ...schema, components: described.components });
  const errors = isValid(JSON.parse(text)) ? [] : (isValid.errors ?? []);
  expect(errors.map(({ instancePath, message }) => `${instancePath} ${message}`)).toEqual([]);
}

describe('every problem of the OpenAPI document', () => {
  const problems = operations.flatMap(({ operation: { operationId, responses } }) =>
    Object.entries(responses).flatMap(([status, { $ref, content }]) => {
      const shown = $ref === undefined ? content : described.components.responses[$ref.split('/').at(-1)!]?.content;
      const examples = Object.values(shown?.['application/problem+json']?.examples ?? {});
      return Number(status) < 400 ? [] : [{ operationId, status: Number(status), examples }];
    }),
  );

  it('has an example of its own status', () => {
    const wrong = problems.filter(
      ({ status, examples }) =>
        examples.length === 0 || examples.some(({ value }) => (value as { status: number }).status !== status),
    );
    expect(wrong).toEqual([]);
  });
});
