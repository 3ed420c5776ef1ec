import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { ProblemDto } from '../problems/problem.dto.js';
import { withCompleteOperations } from './complete-operations.js';
import { withPlainReferences } from './plain-references.js';
import { withAccess } from './with-access.js';
import { withSortedEnums } from './sort-enums.js';
import { type DocumentedWebhook, withWebhooks } from './webhooks.js';

/** Names of the security schemes, for `@ApiBearerAuth`, `@ApiBasicAuth` and `@ApiSecurity`. */
export const ADMIN_KEY_AUTH = 'adminKey';
export const BOT_KEY_AUTH = 'botKey';
export const BOT_KEY_HEADER_AUTH = 'botKeyHeader';
export const OUTPUTS_PASSWORD_AUTH = 'outputsPassword';

const SECURITY_SCHEMES = {
  [ADMIN_KEY_AUTH]: { type: 'http', scheme: 'bearer', description: 'For /admin: a key of `/admin/keys`.' },
  [BOT_KEY_AUTH]: { type: 'http', scheme: 'bearer', description: 'For /v1: a key of the tenant’s bot.' },
  [BOT_KEY_HEADER_AUTH]: {
    type: 'apiKey',
    in: 'header',
    name: 'X-API-Key',
    description: 'For /v1, where a bearer cannot be sent.',
  },
  [OUTPUTS_PASSWORD_AUTH]: {
    type: 'http',
    scheme: 'basic',
    description: 'For Webhook Endpoints of Cognigy.AI: `bot.outputsUser` and `bot.outputsPassword` of the tenant.',
  },
} as const;

export interface OpenApiOptions {
  readonly title: string;
  /** Markdown. */
  readonly description: string;
  readonly version: string;
  readonly publicUrl: string;
  /** In the order in which they are shown. */
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  /** What this service sends to bots. */
  readonly webhooks?: { readonly tag: string; readonly events: readonly DocumentedWebhook[] };
}

/** The OpenAPI document over all controllers of the application. */
export function openApiDocument(app: INestApplication, options: OpenApiOptions): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle(options.title)
    .setDescription(options.description)
    .setVersion(options.version)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .setOpenAPIVersion('3.1.0')
    .addServer(options.publicUrl);
  for (const [name, scheme] of Object.entries(SECURITY_SCHEMES)) builder.addSecurity(name, scheme);
  for (const { name, description } of options.tags) builder.addTag(name, description);
  const { tag, events } = options.webhooks ?? { tag: '', events: [] };
  const document = SwaggerModule.createDocument(app, builder.build(), {
    autoTagControllers: false,
    extraModels: [ProblemDto, ...events.map(({ body }) => body)],
  });
  const complete = withCompleteOperations(withPlainReferences(withSortedEnums(withAccess(document))));
  return events.length > 0 ? withWebhooks(complete, events, tag) : complete;
}

/** Serves Swagger UI at `/docs` and the document at `/docs-json`, both open. */
export function setUpOpenApi(app: INestApplication, options: OpenApiOptions): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app, options), {
    customSiteTitle: options.title,
    jsonDocumentUrl: 'docs-json',
    raw: ['json'],
    swaggerOptions: {
      persistAuthorization: false, // a key left in a browser's storage is anyone's who uses it
      docExpansion: 'list',
      displayRequestDuration: true,
      filter: true,
      tryItOutEnabled: true,
      defaultModelsExpandDepth: 0,
      validatorUrl: null,
    },
  });
}
