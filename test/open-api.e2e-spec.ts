import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface Parameter {
  readonly name: string;
  readonly description?: string;
  readonly schema?: { readonly example?: unknown };
}

interface Schema {
  readonly description?: string;
  readonly properties?: Record<string, Schema>;
  readonly enum?: unknown;
}

interface Route {
  readonly operationId?: string;
  readonly tags?: string[];
  readonly summary?: string;
  readonly responses?: object;
  readonly parameters?: Parameter[];
  readonly requestBody?: {
    readonly content: Record<string, { readonly examples?: Record<string, { readonly value: { slug?: string } }> }>;
  };
}

interface Document {
  readonly tags: { readonly name: string }[];
  readonly paths: Record<string, Record<string, Route>>;
  readonly components: { readonly schemas: Record<string, Schema> };
}

/** From the build, because only the build has the schemas. */
describe('the OpenAPI document', () => {
  let directory: string;
  let document: Document;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'openapi-'));
    const file = join(directory, 'openapi.json');
    await promisify(execFile)(process.execPath, ['dist/apps/connector/src/open-api.main.js', file]);
    document = JSON.parse(await readFile(file, 'utf8')) as Document;
  });
  afterAll(() => rm(directory, { recursive: true }));

  it('is committed in its current form (`npm run openapi`)', async () => {
    expect(document).toEqual(JSON.parse(await readFile('openapi.json', 'utf8')));
  });

  it('has its groups in the order of use, without numbers', () => {
    const names = document.tags.map(({ name }) => name);
    expect(names.slice(0, 4)).toEqual(['Tenants', 'Keys', 'Conversations', 'Deliveries']);
    expect(names.filter((name) => /^\d/.test(name))).toEqual([]);
  });

  it('has a summary and a described group for every route', () => {
    const groups = new Set(document.tags.map(({ name }) => name));
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, route]) => ({ name: `${method} ${path}`, ...route })),
    );
    expect(routes.filter(({ summary }) => !summary).map(({ name }) => name)).toEqual([]);
    expect(routes.filter(({ tags = [] }) => !tags.every((tag) => groups.has(tag)) || tags.length === 0)).toEqual([]);
  });

  it('describes every parameter, schema and property', () => {
    const parameters = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, route]) =>
        (route.parameters ?? []).map((one): [string, Schema] => [`${method} ${path} ${one.name}`, one]),
      ),
    );
    const schemas = Object.entries(document.components.schemas);
    const properties = schemas.flatMap(([name, schema]) =>
      Object.entries(schema.properties ?? {}).map(([property, one]): [string, Schema] => [`${name}.${property}`, one]),
    );
    const silent = [...parameters, ...schemas, ...properties].filter(([, { description }]) => !description);
    expect(silent.map(([name]) => name)).toEqual([]);
  });

  it('shows the answer to a refused start of a handover', () => {
    const { responses } = document.paths['/v1/handovers']?.['post'] ?? {};
    const schema = { $ref: '#/components/schemas/HandoverRefusalDto' };
    const refusal = { content: { 'application/problem+json': { schema } } };
    expect(responses).toMatchObject({ 409: refusal, 503: refusal });
    expect(document.components.schemas['HandoverRefusalDto']).toMatchObject({
      properties: { code: {}, handover: { $ref: '#/components/schemas/RefusedHandoverDto' } },
    });
  });

  it.each(['CreateTenantDto', 'UpdateTenantDto', 'TenantAnswerDto'])('distinguishes the bots of %s', (name) => {
    const bot = document.components.schemas[name]?.properties?.['bot'];
    expect(bot).toMatchObject({
      discriminator: { propertyName: 'platform', mapping: expect.objectContaining({ cognigy: expect.any(String) }) },
    });
  });

  it('has a unique name for every operation, like a method of a client', () => {
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId = '' }) => operationId),
    );
    expect(ids.filter((id) => !/^[a-z]+([A-Z][a-z]+)+$/.test(id))).toEqual([]);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('has no route that is not implemented', () => {
    const answers = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, { responses = {} }]) => [`${method} ${path}`, Object.keys(responses)] as const,
      ),
    );
    expect(answers.filter(([, statuses]) => statuses.includes('501')).map(([route]) => route)).toEqual([]);
  });

  it('shows one example of a tenant in every path, and another in every body that creates one', () => {
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, route]) => ({ name: `${method} ${path}`, ...route })),
    );
    const slugs = routes.flatMap(({ name, parameters = [] }) =>
      parameters.filter((one) => one.name === 'slug' && name.includes(' /admin/')).map(({ schema }) => schema?.example),
    );
    expect(new Set(slugs)).toEqual(new Set(['acme']));
    const made = ['/admin/tenants', '/admin/tenants/import'].flatMap((path) =>
      Object.values(document.paths[path]?.['post']?.requestBody?.content['application/json']?.examples ?? {}),
    );
    expect(made.map(({ value }) => value.slug)).toEqual(['acme', 'acme-complete', 'acme-cognigy', 'acme-chatlayer']);
    const sources = made.flatMap(({ value }) => /sdk\/\w+/.exec(JSON.stringify(value)) ?? []);
    expect(new Set(sources).size).toBe(sources.length);
  });

  it('has fields in every schema', () => {
    const empty = Object.entries(document.components.schemas).filter(
      ([, { properties, ...rest }]) => !properties && !('enum' in rest),
    );
    expect(empty.map(([name]) => name)).toEqual([]);
  });
});
