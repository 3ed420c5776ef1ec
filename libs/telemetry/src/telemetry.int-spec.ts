import { Controller, ForbiddenException, Get, Logger, Module, Param } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DatabaseConnection, DatabaseModule } from '#database';
import { AppError, hideKeysAfter } from '#kernel';
import { ProblemFilter } from '#web';
import { throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import { createLogger, NestLogger, Readiness, TelemetryModule } from './index.js';

class Away extends AppError {
  readonly code = 'things.away';
  readonly kind = 'unavailable';
}

@Controller('things')
class ThingsController {
  private readonly log = new Logger('Things');

  @Get(':id')
  read(@Param('id') id: string): string {
    this.log.log('inside');
    if (id === 'broken') throw Object.assign(new Error('broken'), { parameters: ['a customer wrote this'] });
    if (id === 'away') throw new Away('Away.', { cause: new Error('connect ECONNREFUSED') });
    if (id === 'full') throw new Away('Full.');
    if (id === 'no') throw new ForbiddenException();
    return 'a thing';
  }
}

@Module({ controllers: [ThingsController] })
class ThingsModule {}

describe('TelemetryModule', () => {
  let db: ThrowAwayDatabase;
  let app: NestFastifyApplication;
  const lines: Record<string, unknown>[] = [];
  const raw: string[] = [];
  beforeAll(async () => {
    db = await throwAwayDatabase();
    const destination = {
      write: (line: string) => void (lines.push(JSON.parse(line) as Record<string, unknown>), raw.push(line)),
    };
    const logger = await createLogger({ level: 'info', format: 'json', destination });
    const module = await Test.createTestingModule({
      imports: [
        DatabaseModule.forRoot({ url: db.serviceUrl, poolSize: 2 }),
        TelemetryModule.forRoot(logger),
        ThingsModule,
      ],
    }).compile();
    app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter({ genReqId: () => 'request-1' }));
    app.useLogger(new NestLogger(logger));
    app.useGlobalFilters(new ProblemFilter());
    await app.listen(0, '127.0.0.1');
    await app.get(DatabaseConnection).whenOpen();
  });
  afterAll(async () => {
    await app.close();
    await db.drop();
  });
  beforeEach(() => void lines.splice(0));

  const get = async (path: string): Promise<Response> => fetch(`${await app.getUrl()}${path}`);

  it('logs a request once, without its query, and all its lines with the request id of the edge', async () => {
    await get('/things/7?signature=abc&q=private');
    expect(lines).toMatchObject([
      { msg: 'inside', context: 'Things', requestId: 'request-1' },
      { requestId: 'request-1', method: 'GET', path: '/things/7', status: 200, address: '127.0.0.1' },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/abc|private/);
    expect(raw.at(-1)?.match(/requestId/g)).toHaveLength(1);
  });

  it('logs an unexpected failure with its stack, and none of its content', async () => {
    await get('/things/broken');
    expect(lines.slice(1)).toMatchObject([
      {
        context: 'ProblemFilter',
        level: 'error',
        requestId: 'request-1',
        msg: 'GET /things/broken failed.',
        err: { message: 'broken', stack: expect.any(String) },
      },
      { context: 'Http', level: 'error', status: 500, code: 'internal' },
    ]);
    expect(JSON.stringify(lines)).not.toContain('a customer wrote this');
  });

  it('logs in one line why a request was refused', async () => {
    for (const path of ['/things/away', '/things/full', '/things/no', '/nothing']) await get(path);
    expect(lines.filter(({ msg }) => msg !== 'inside')).toMatchObject([
      {
        context: 'Http',
        level: 'warn',
        path: '/things/away',
        status: 503,
        code: 'things.away',
        err: { type: 'Away', cause: { message: 'connect ECONNREFUSED' } },
      },
      { context: 'Http', level: 'warn', status: 503, code: 'things.away' },
      { context: 'Http', level: 'info', status: 403, code: 'request.forbidden' },
      { context: 'Http', level: 'info', status: 404, code: 'request.not-found' },
    ]);
    expect(lines.filter(({ err }) => err)).toHaveLength(1);
  });

  it('logs no key in a path, however the path is written', async () => {
    hideKeysAfter('/things/hooks/');
    for (const path of ['/things/hooks/k3y', '/%74hings/%2568ooks/k3y', '/Things//hooks/k3y', '/things/hooks%2fk3y'])
      expect((await get(path)).status).toBe(path.endsWith('%2fk3y') ? 200 : 404);
    expect(lines.filter(({ context }) => context === 'Http')).toHaveLength(4);
    expect(JSON.stringify(lines)).not.toContain('k3y');
  });

  it('logs neither health checks nor metrics', async () => {
    await Promise.all(['/health/live', '/health/ready', '/metrics'].map(get));
    expect(lines).toEqual([]);
  });

  it('measures requests by route pattern', async () => {
    await get('/things/secret-session');
    const metrics = await (await get('/metrics')).text();
    expect(metrics).toContain('http_request_duration_seconds_count{method="GET",route="/things/:id",status="200"}');
    expect(metrics).toContain('process_resident_memory_bytes');
    expect(metrics).not.toContain('secret-session');
  });

  it('is ready with the schema of this build only', async () => {
    expect((await get('/health/ready')).status).toBe(200);
    const [last] = await db.dataSource
      .query<object[]>('DELETE FROM migrations WHERE id = (SELECT max(id) FROM migrations) RETURNING *')
      .then(([rows]) => rows as unknown as { timestamp: string; name: string }[]);
    const answer = await get('/health/ready');
    await db.dataSource.query('INSERT INTO migrations (timestamp, name) VALUES ($1, $2)', [
      last?.timestamp,
      last?.name,
    ]);
    expect(await answer.json()).toMatchObject({
      status: 503,
      code: 'health.not-ready',
      detail: `Migrations are missing: ${last?.name}.`,
    });
  });

  it('stays alive, and is not ready, while the database is away', async () => {
    await db.drop();
    const [live, ready] = await Promise.all([get('/health/live'), get('/health/ready')]);
    expect([live.status, ready.status]).toEqual([200, 503]);
  });

  it('is not ready any more once the process was asked to stop', async () => {
    app.get(Readiness).leave();
    const [live, ready] = await Promise.all([get('/health/live'), get('/health/ready')]);
    expect([live.status, ready.status]).toEqual([200, 503]);
    expect(await ready.json()).toMatchObject({ code: 'health.not-ready', detail: 'This process is stopping.' });
  });
});
