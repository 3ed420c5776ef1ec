import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { loadConfig } from '#config';
import { createLogger } from '#telemetry';
import { openApiDocument } from '#web';
import { ConnectorModule } from './connector.module.js';
import { openApiOptions } from './open-api.js';

/** Writes the OpenAPI document to the given file. Nothing is instantiated, so it needs neither a database nor settings. */
async function main(file = 'openapi.json'): Promise<void> {
  const config = loadConfig({ ADMIN_API_KEY: 'none', SECRETS_KEYS: `none:${Buffer.alloc(32).toString('base64')}` });
  const logger = await createLogger({ level: 'warn', format: 'json' });
  const module = ConnectorModule.forRoot({ config, databaseUrl: 'postgres://none', logger });
  const app = await NestFactory.create(module, new FastifyAdapter(), {
    preview: true,
    abortOnError: false,
    logger: ['error', 'warn'],
  });
  const document = openApiDocument(app, openApiOptions('http://localhost:3000'));
  await writeFile(file, `${JSON.stringify(document, null, 2)}\n`);
}

await main(process.argv[2]);
