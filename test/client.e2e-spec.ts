import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, startWorld, Story, type World } from './harness/index.js';

interface ExampleBot {
  createBot(settings: object): {
    readonly server: import('node:http').Server;
    customerSays(sessionId: string, text: string): Promise<void>;
  };
}

const SECRET = `whsec_${Buffer.alloc(32, 'a bot of the tests').toString('base64')}`;

/** `npm run build:client` generates the client from the API document and compiles it under `strict`. */
describe('the typed client', () => {
  let world: World;
  let bot: ReturnType<ExampleBot['createBot']>;
  const shown: string[] = [];
  beforeAll(async () => {
    await promisify(execFile)(process.execPath, ['scripts/build-client.mjs']);
    const built = pathToFileURL(resolve('packages/client/dist/example-bot.js')).href;
    const { createBot } = (await import(built)) as ExampleBot;
    world = await startWorld();
    bot = createBot({
      baseUrl: world.connectors[0]?.url,
      botKey: world.acme.v1.key,
      callbackSecret: SECRET,
      show: (_: string, text: string) => shown.push(text),
    });
    await once(bot.server.listen(0, '127.0.0.1'), 'listening');
    const callbackUrl = `http://127.0.0.1:${(bot.server.address() as AddressInfo).port}/events`;
    const updated = await world.admin.call('PATCH', '/admin/tenants/acme', {
      bot: { callbackUrl, callbackSecret: SECRET },
    });
    expect(updated.status).toBe(200);
  }, 120_000);
  afterAll(async () => {
    bot.server.close();
    await world.stop();
  });

  it('runs the example bot: to an agent and back', async () => {
    const story = new Story(world, 'c-1');
    await bot.customerSays(story.sessionId, 'Hello');
    await bot.customerSays(story.sessionId, 'I want a human');
    expect(shown).toEqual(['You said: Hello', 'One moment please.']);
    await story.isIn('queue');
    await eventually(async () => expect(await story.inEngage()).toContain('I want a human'));
    await story.agentAnswers('mara', 'Mara here');
    await eventually(() => expect(shown).toContain('Mara here'));
    await bot.customerSays(story.sessionId, 'Thank you');
    expect(shown).toHaveLength(3);
    await story.agent('mara', 'complete');
    await story.isIn('bot');
    await bot.customerSays(story.sessionId, 'Hello again');
    expect(shown.at(-1)).toBe('You said: Hello again');
  });

  it('is documented with its own bot and tool', async () => {
    const page = await readFile('docs/client.md', 'utf8');
    expect(page).toContain(await readFile('packages/client/src/example-bot.ts', 'utf8'));
    const built = (await import(pathToFileURL(resolve('packages/client/dist/handover-tool.js')).href)) as {
      ANTHROPIC_HANDOVER_TOOL: object;
    };
    const [, shown = ''] = /```json\n(.*?)```/s.exec(page) ?? [];
    expect(JSON.parse(shown)).toEqual(built.ANTHROPIC_HANDOVER_TOOL);
  });

  it('refuses calls that are not signed with the secret', async () => {
    const { port } = bot.server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/events`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(401);
  });
});
