import { connect } from 'node:net';
import { Body, Controller, ForbiddenException, Get, Module, Param, Post, Query, UseGuards } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Type } from 'class-transformer';
import { IsArray, IsInt, IsObject, IsOptional, IsString, Length, ValidateNested } from 'class-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError, hideKeysAfter } from '#kernel';
import { BodyLimit, ConditionalGet, createHttpApp, type IncomingBody, PageQueryDto, ReceivedBody } from './index.js';

class ItemDto {
  @IsInt()
  readonly count!: number;
}

class ThingDto {
  @IsString()
  @Length(1, 20)
  readonly name!: string;

  @IsOptional()
  @IsObject()
  readonly profile?: Record<string, unknown>;

  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ItemDto)
  readonly items?: ItemDto[];
}

class Busy extends AppError {
  readonly code = 'test.busy';
  readonly kind = 'unavailable';
}

class KeyGuard {
  canActivate(): boolean {
    throw new ForbiddenException();
  }
}

@Controller()
class ThingsController {
  @Post('things')
  create(@Body() thing: ThingDto): unknown {
    return { thing, polluted: ({} as { evil?: unknown }).evil };
  }

  @Post('guarded')
  @UseGuards(KeyGuard)
  guarded(@Body() thing: ThingDto): unknown {
    return thing;
  }

  @Post('raw')
  @BodyLimit(21 * 1024 * 1024)
  async raw(@ReceivedBody() body: IncomingBody): Promise<unknown> {
    const bytes = await body.bytes();
    return { bytes: bytes.length, start: bytes.subarray(0, 10).toString() };
  }

  @Get('page')
  page(@Query() query: PageQueryDto): unknown {
    return query;
  }

  @Get('news')
  @ConditionalGet()
  news(@Query('say') say: string): unknown {
    return { say };
  }

  @Get('literal')
  literal(@Query('hub.mode') mode: string): unknown {
    return { mode };
  }

  @Get('ids/:id')
  byId(@Param('id') id: string): unknown {
    return { id };
  }

  @Get('fail/:how')
  fail(@Param('how') how: string): unknown {
    if (how === 'busy')
      throw new Busy('Try later.', { retryAfterMs: 1_500, members: { handover: { status: 'error' } } });
    throw new Error('the password is hunter2');
  }
}

@Module({ controllers: [ThingsController] })
class ThingsModule {}

let app: NestFastifyApplication;
beforeAll(async () => {
  app = await createHttpApp(ThingsModule, { logger: false });
  await app.listen(0, '127.0.0.1');
});
afterAll(() => app.close());

const post = (
  url: string,
  payload: string | Buffer,
  headers: Record<string, string> = { 'content-type': 'application/json' },
) => app.inject({ method: 'POST', url, payload, headers });

describe('bodies', () => {
  it('are parsed and checked against their class', async () => {
    const answer = await post('/things', '\uFEFF{"name":"a","items":[{"count":1}],"profile":{"any":["thing"]}}');
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ thing: { name: 'a', items: [{ count: 1 }], profile: { any: ['thing'] } } });
  });

  it('have all their errors listed with JSON pointers', async () => {
    const answer = await post('/things', '{"name":7,"items":[{"count":1},{"count":"x","a/b":1}],"extra~":1}');
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    const problem = answer.json();
    expect(problem).toMatchObject({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      instance: '/things',
      code: 'request.invalid',
    });
    const pointers = new Set(problem.errors.map(({ pointer }: { pointer: string }) => pointer));
    expect(pointers).toEqual(new Set(['/name', '/items/1/count', '/items/1/a~1b', '/extra~0']));
  });

  it('report a missing member once, however many rules it has', async () => {
    const { errors } = (await post('/things', '{"items":[{}]}')).json();
    expect(errors).toEqual([
      { pointer: '/name', detail: 'is required' },
      { pointer: '/items/0/count', detail: 'is required' },
    ]);
  });

  it.each([
    ['malformed JSON', '{"name":'],
    ['200 levels', '['.repeat(200) + ']'.repeat(200)],
    ['sixty thousand levels', '['.repeat(60_000)],
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[{"name":"a"}]'],
    ['a list of lists', '[[],[[]]]'],
    ['a number', '5'],
    ['a text', '"x"'],
    ['wrong types', '{"name":{"a":1},"items":{"0":{}},"profile":[]}'],
    ['items that are not objects', '{"name":"a","items":[null,1,"x",[]]}'],
    ['broken UTF-8', Buffer.from([0x7b, 0xff, 0xfe])],
  ])('of %s are a 400', async (_what, body) => {
    const answer = await post('/things', body);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().requestId).toBe(answer.headers['x-request-id']);
  });

  it('cannot reach a prototype', async () => {
    await post('/things', '{"name":"a","constructor":{"prototype":{"evil":1}},"__proto__":{"evil":1}}');
    const answer = await post(
      '/things',
      '{"name":"a","profile":{"__proto__":{"evil":1},"\\u005f_proto__":{"evil":1},"constructor":{"prototype":{"evil":1}}}}',
    );
    expect(answer.statusCode).toBe(201);
    expect(answer.json().polluted).toBeUndefined();
    expect(({} as { evil?: unknown }).evil).toBeUndefined();
  });

  it('keep NUL and lone surrogates for the domain to clean', async () => {
    expect((await post('/things', '{"name":"a\\u0000\\ud800"}')).statusCode).toBe(201);
  });

  it('may be any JSON type, or none, but nothing else', async () => {
    expect((await post('/things', '{"name":"a"}', { 'content-type': 'application/merge-patch+json' })).statusCode).toBe(
      201,
    );
    expect((await post('/things', '{"name":"a"}', {})).statusCode).toBe(201);
    const form = await post('/things', 'name=a', { 'content-type': 'application/x-www-form-urlencoded' });
    expect([form.statusCode, form.json().code]).toEqual([415, 'request.unsupported-media-type']);
  });

  it('are not read before the guards', async () => {
    expect((await post('/guarded', '{"name":')).statusCode).toBe(403);
  });

  it('reach raw routes byte by byte, whatever their type', async () => {
    for (const type of ['application/json', 'text/plain', 'nonsense', 'a/b; c="'])
      expect((await post('/raw', '{"x": 1 }\n', { 'content-type': type })).json()).toEqual({
        bytes: 10,
        start: '{"x": 1 }\n',
      });
    expect((await app.inject({ method: 'POST', url: '/raw' })).json().bytes).toBe(0);
  });

  it('are limited per route', async () => {
    const large = Buffer.alloc(1024 * 1024 + 1, 0x20);
    expect((await post('/things', large)).statusCode).toBe(413);
    expect((await post('/raw', large)).statusCode).toBe(201);
    const tooLarge = await post('/raw', Buffer.alloc(21 * 1024 * 1024 + 1));
    expect(tooLarge.statusCode).toBe(413);
    expect(tooLarge.json()).toMatchObject({ status: 413, code: 'request.payload-too-large' });
  });
});

describe('a body that is too large', () => {
  const body = 'x'.repeat(40 * 1024 * 1024);
  it.each([
    ['with its length', `content-length: ${body.length}\r\n\r\n${body}`],
    ['in a chunk', `transfer-encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`],
  ])('is answered to a client that reads only after it has sent everything, %s', async (_how, rest) => {
    const answer = await talk(`POST /raw HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${rest}`);
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer).toContain('request.payload-too-large');
  });
});

describe('addresses', () => {
  it('keep dots in the names of parameters', async () => {
    expect((await app.inject('/literal?hub.mode=subscribe&hub.mode.x=1')).json()).toEqual({ mode: 'subscribe' });
  });

  it('hold ids of 256 characters, percent-encoded', async () => {
    const id = '\u{1F600}/?'.repeat(64);
    expect((await app.inject(`/ids/${encodeURIComponent(id)}`)).json()).toEqual({ id });
    expect((await app.inject('/ids/x/')).json()).toEqual({ id: 'x' });
  });

  it('answers 304 to a caller who already has the same answer', async () => {
    const { headers, body } = await app.inject('/news?say=a');
    expect(JSON.parse(body)).toEqual({ say: 'a' });
    const again = (say: string) =>
      app.inject({ url: `/news?say=${say}`, headers: { 'if-none-match': String(headers.etag) } });
    const same = await again('a');
    expect([same.statusCode, same.body, same.headers.etag]).toEqual([304, '', headers.etag]);
    expect((await again('b')).json()).toEqual({ say: 'b' });
  });

  it('give a page by default, and refuse limits outside of 1 to 200', async () => {
    expect((await app.inject('/page')).json()).toEqual({ limit: 50 });
    expect((await app.inject('/page?limit=200&cursor=x')).json()).toEqual({ limit: 200, cursor: 'x' });
    for (const query of ['limit=0', 'limit=201', 'limit=x', 'limit=1&limit=2', 'limit=', 'offset=1', 'cursor='])
      expect([query, (await app.inject(`/page?${query}`)).statusCode]).toEqual([query, 400]);
  });

  it.each([
    ['/nowhere?token=secret', 404],
    ['/ids/%E0%A4%A', 400],
    [`/ids/${'x'.repeat(4000)}`, 414],
    ['/things', 404],
  ])('%s is a problem', async (url, status) => {
    const answer = await app.inject(url);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body).not.toContain('secret');
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(answer.headers['x-request-id']).toBe(answer.json().requestId);
  });
});

describe('a key in a path', () => {
  beforeAll(() => hideKeysAfter('/ids/hooks/'));

  it.each(['/ids/hooks/k3y', '/%69ds/%2568ooks/k3y', '/IDS//hooks/k3y', '/ids/./hooks/k3y', '/ids/hooks/k3y/%E0%A4%A'])(
    'is not in the answer to %s',
    async (url) => {
      const answer = await app.inject(url);
      expect(answer.json()).toMatchObject({ instance: expect.stringMatching(/\/\[redacted\]$/) });
      expect(answer.body).not.toContain('k3y');
    },
  );
});

describe('failures', () => {
  it('of this service have their own texts', async () => {
    const answer = await app.inject('/fail/busy');
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('2');
    expect(answer.json()).toMatchObject({ code: 'test.busy', detail: 'Try later.', handover: { status: 'error' } });
  });

  it('that are unexpected reveal nothing', async () => {
    const answer = await app.inject('/fail/otherwise');
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('hunter2');
  });

  it('use the caller’s request id only if it is valid', async () => {
    const idOf = async (id: string) =>
      (await app.inject({ url: '/page', headers: { 'x-request-id': id } })).headers['x-request-id'];
    expect(await idOf('trace-1')).toBe('trace-1');
    expect(await idOf('a b')).not.toBe('a b');
    expect(await idOf('x'.repeat(200))).toHaveLength(36);
  });

  it.each([
    ['GARBAGE\r\n\r\n', 400],
    [`GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`, 431],
    ['POST /things HTTP/1.1\r\nhost: x\r\ncontent-length: 5x\r\n\r\n', 400],
  ])('to read HTTP at all are problems, too', async (request, status) => {
    const answer = await talk(request);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain('application/problem+json');
  });
});

function talk(request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { port } = app.getHttpServer().address() as { port: number };
    let answer = '';
    connect(port, '127.0.0.1')
      .setEncoding('utf8')
      .on('data', (data: string) => (answer += data))
      .on('close', () => resolve(answer))
      .on('error', reject)
      .write(request);
  });
}
