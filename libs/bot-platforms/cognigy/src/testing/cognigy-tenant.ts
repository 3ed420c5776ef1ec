import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Module, type Provider, type Type } from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants.js';
import type { BotPlatformRegistration } from '#bot-platforms';
import { Secret, type JsonObject } from '#kernel';
import type { BotSettings } from '#tenant-config';
import { CognigyModule } from '../cognigy.module.js';
import { cognigyRegistration } from '../cognigy.registration.js';
import { signature } from '../application/transformer-signature.js';
import { CallBudget } from '../ports/call-budget.js';
import { FakeCallBudget } from './fake-call-budget.js';

export const URL_TOKEN = '9c41d7e05b8a4f2396e1c0d2ab7f5e8830d96c4471fe02b5a8c3ed9071624fba';

const FIXTURES = join(import.meta.dirname, '../../fixtures');

/** A file of `fixtures`, without `.json`. */
export function fixture<Content = JsonObject>(name: string): Content {
  return JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), 'utf8')) as Content;
}

/** Cognigy settings that lead to `baseUrl`. */
export function cognigyBot(
  baseUrl: string,
  secret = 'transformer-secret-for-tests',
  more: { readonly settings?: JsonObject; readonly secrets?: Record<string, Secret> } = {},
): BotSettings {
  return {
    platform: 'cognigy',
    settings: { endpointBaseUrl: baseUrl, urlTokens: [URL_TOKEN], ...more.settings },
    secrets: { transformerSecret: new Secret(secret), ...more.secrets },
  };
}

/** The registration with a budget in memory. */
export function registrationWith(budget: FakeCallBudget): BotPlatformRegistration {
  @Module({
    controllers: Reflect.getMetadata(MODULE_METADATA.CONTROLLERS, CognigyModule) as Type[],
    providers: [
      ...(Reflect.getMetadata(MODULE_METADATA.PROVIDERS, CognigyModule) as Provider[]),
      { provide: CallBudget, useValue: budget },
    ],
  })
  class TestModule {}
  return { ...cognigyRegistration, module: TestModule };
}

/** The headers that a transformer adds to a report. */
export function signedHeaders(secret: string, body: string, atMs: number): Record<string, string> {
  const timestamp = String(Math.floor(atMs / 1000));
  return {
    'x-connector-timestamp': timestamp,
    'x-connector-signature': signature(new Secret(secret), timestamp, body),
  };
}
