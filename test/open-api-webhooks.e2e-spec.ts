import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, startWorld, Story, type World } from './harness/index.js';

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
}

const { webhooks, components } = JSON.parse(await readFile('openapi.json', 'utf8')) as {
  readonly webhooks: Readonly<
    Record<string, { post: { requestBody: { content: { 'application/json': { schema: Schema } } } } }>
  >;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};
const ajv = new Ajv2020({ strict: false, validateFormats: false });

/** Differences of an event from the document: its shape, and undocumented members. */
function faultsOf(event: { readonly type: string; readonly data: object }): string[] {
  const schema = webhooks[event.type]?.post.requestBody.content['application/json'].schema;
  if (!schema) return [`${event.type} is not described`];
  const isValid = ajv.compile({ ...schema, components });
  const errors = isValid(event) ? [] : (isValid.errors ?? []);
  const body = resolved(schema);
  const unknown = [...strangers(event, body), ...strangers(event.data, resolved(body.properties?.['data'] ?? {}))];
  return [...errors.map(({ instancePath, message }) => `${instancePath} ${message}`), ...unknown];
}

function resolved(schema: Schema): Schema {
  return schema.$ref === undefined ? schema : resolved(components.schemas[schema.$ref.split('/').at(-1)!] ?? {});
}

function strangers(value: object, { properties = {} }: Schema): string[] {
  return Object.keys(value).filter((name) => !(name in properties));
}

describe('an event to a bot', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  it('matches the section "webhooks" of the OpenAPI document', async () => {
    const story = new Story(world, 'described');
    await story.says('user', 'I want an agent');
    await story.isHandedOver({});
    await story.agentAnswers('mara', 'Mara here');
    await story.agent('mara', 'complete');
    await story.isIn('bot');
    await eventually(() => expect(story.events().at(-1)?.data).toMatchObject({ status: 'completed' }));
    await world.admin.post('/admin/tenants/acme/checks');
    const { events } = world.acme.bot;
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['handover.status', 'agent.message', 'ping']));
    expect(events.map((event) => [event.type, faultsOf(event)]).filter(([, faults]) => faults?.length)).toEqual([]);
  });
});
