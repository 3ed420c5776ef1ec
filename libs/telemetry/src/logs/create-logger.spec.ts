import { describe, expect, it } from 'vitest';
import { AppError, hideKeysAfter, Secret } from '#kernel';
import { createLogger } from './create-logger.js';
import { loggedError } from './error-serializer.js';
import { maskSecrets } from './mask-secrets.js';
import { rememberTenantName } from './tenant-names.js';

async function logged(write: (logger: Awaited<ReturnType<typeof createLogger>>) => void): Promise<string> {
  const lines: string[] = [];
  write(await createLogger({ level: 'info', format: 'json', destination: { write: (line) => void lines.push(line) } }));
  return lines.join('');
}

describe('createLogger', () => {
  it('writes one JSON object per line, with the level by name', async () => {
    const line = await logged((logger) => logger.info({ lane: 7 }, 'moved'));
    expect(JSON.parse(line)).toEqual({ level: 'info', time: expect.any(String), lane: 7, msg: 'moved' });
  });

  it.each([
    [{ headers: { authorization: 'Bearer abc' } }],
    [{ headers: { 'X-API-Key': 'abc' } }],
    [{ config: { headers: { 'X-SMCCSDK-SIGNATURE': 'abc' } } }],
    [{ 'x-dimelo-secret': 'abc' }],
    [{ response: { headers: { 'set-cookie': ['abc'] } } }],
    [{ token: new Secret('abc') }],
    [{ url: 'https://acme.test/sdk?signature=abc&x=1' }],
    [{ url: 'https://acme.test/realtime?access_token=abc' }],
    [{ note: 'GET /handover/rce/acme?hub.mode=subscribe&hub.verify_token=abc' }],
    [{ note: 'challenge at /x?challenge.verifyToken=abc' }],
    [{ note: 'challenge at /x?challenge[verifyToken]=abc' }],
    [{ note: 'challenge at /x?challenge%5BverifyToken%5D=abc' }],
    [{ note: 'challenge at /x?verifyToken=abc' }],
    [{ note: 'POST /v1/logger-spec/abc' }],
    [{ note: 'GET /files/AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA.1abc.AAAAAAAAAAAAAAAAAAAAAA/abc.png 200' }],
  ])('hides the credential in %j', async (object) => {
    hideKeysAfter('/v1/logger-spec/');
    const line = await logged((logger) => logger.info(object, 'something happened'));
    expect(line).not.toContain('abc');
    expect(line).toContain('[redacted]');
  });

  it('adds the slug of a tenant once the tenant was read', async () => {
    const line = () => logged((logger) => logger.warn({ tenantId: 'id-of-acme' }, 'failed'));
    expect(JSON.parse(await line())).not.toHaveProperty('tenant');
    rememberTenantName('id-of-acme', 'acme');
    expect(JSON.parse(await line())).toMatchObject({ tenant: 'acme', tenantId: 'id-of-acme' });
  });

  it('shows only type, message, code, stack and causes of errors', async () => {
    const cause = Object.assign(new TypeError('refused'), {
      code: 'ECONNREFUSED',
      config: { data: 'a customer wrote this' },
    });
    const error = Object.assign(new Error('Engage is away.', { cause }), { parameters: ['a customer wrote this'] });
    const line = await logged((logger) => logger.error({ err: error }, 'failed'));
    expect(line).not.toContain('a customer wrote this');
    expect(JSON.parse(line)).toMatchObject({
      err: { type: 'Error', message: 'Engage is away.', cause: { type: 'TypeError', code: 'ECONNREFUSED' } },
    });
  });
});

describe('loggedError', () => {
  it('ends for errors that cause each other', () => {
    const one = new Error('one');
    one.cause = new Error('two', { cause: one });
    expect(JSON.stringify(loggedError(one)).length).toBeLessThan(20_000);
  });

  it('has a stack only for unexpected errors', () => {
    class Away extends AppError {
      readonly code = 'test.away';
      readonly kind = 'unavailable';
    }
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    expect(loggedError(new Away('The bot is away.', { cause: refused }))).toEqual({
      type: 'Away',
      message: 'The bot is away.',
      code: 'test.away',
      cause: { type: 'Error', message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' },
    });
    const bug = loggedError(new Away('The bot is away.', { cause: new TypeError('x is undefined') }));
    expect([bug.stack, bug.cause?.stack]).toEqual([undefined, expect.stringContaining('TypeError')]);
  });

  it('does not show an object that was thrown', () => {
    expect(loggedError({ text: 'hello' })).toEqual({
      type: 'object',
      message: 'A value that is not an Error was thrown.',
    });
  });
});

describe('maskSecrets', () => {
  it('changes nothing else', () => {
    const line = '{"msg":"GET /handover/rce/acme?hub.mode=subscribe 200","note":"the bearer of news"}';
    expect(maskSecrets(line)).toBe(line);
  });
});
