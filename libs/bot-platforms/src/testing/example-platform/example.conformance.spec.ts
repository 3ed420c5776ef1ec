import { Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { expect, it } from 'vitest';
import { BotPlatforms } from '#handover';
import { Secret } from '#kernel';
import { BotPlatformCatalogue } from '#tenant-config';
import { aTenant } from '../../../../tenant-config/src/testing/a-tenant.js';
import { BotHttpClient } from '../../adapters/bot-http-client.js';
import { registerBotPlatforms } from '../../bot-platforms.module.js';
import { botPlatformConformance, type CallFacts } from '../bot-platform.conformance.js';
import { exampleRegistration } from './example.registration.js';
import { ExampleBotChecks } from './example.bot-checks.js';
import { ExampleBotPlatform } from './example.bot-platform.js';

const call =
  (path: string) =>
  (body: CallFacts): { path: string; body: object } => ({ path: `/v1/example/${path}`, body });

botPlatformConformance({
  registration: exampleRegistration,
  showsTyping: true,
  botOf: (farSide, name) => ({
    platform: 'example',
    settings: { eventsUrl: `${farSide.url}/received` },
    secrets: { token: new Secret(`token-of-${name}-0123456789`) },
  }),
  farSide: (tenant) => (request) => {
    const isKnown = request.headers.authorization === `Bearer ${tenant.bot.secrets['token']?.reveal()}`;
    return { status: isKnown ? (request.path === '/received' ? 204 : 404) : 401, body: '' };
  },
  message: call('said'),
  start: call('help'),
  cancel: call('cancel'),
  close: call('close'),
  heard: (request) => {
    const { id, sessionId, data } = request.json<{
      id: string;
      sessionId: string;
      data: { text?: string; status?: string };
    }>();
    return {
      id,
      sessionId,
      ...(data.text !== undefined && { text: data.text }),
      ...(data.status && { status: data.status }),
    };
  },
});

it('is known to the service by one line in the list', async () => {
  @Module({
    providers: [ExampleBotPlatform, ExampleBotChecks, { provide: BotHttpClient, useValue: {} }],
    exports: [ExampleBotPlatform, ExampleBotChecks],
  })
  class Alone {}
  const app = await Test.createTestingModule({
    imports: [registerBotPlatforms([{ ...exampleRegistration, module: Alone }])],
  }).compile();
  expect(app.get(BotPlatforms).of(aTenant({ bot: { platform: 'example' } }))).toBeInstanceOf(ExampleBotPlatform);
  expect(app.get(BotPlatformCatalogue).find('example')?.missing({}, [])).toEqual(['bot.eventsUrl', 'bot.token']);
});
