import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { ProblemDto } from '../problems/problem.dto.js';
import { withCompleteOperations } from './complete-operations.js';
import { withPlainReferences } from './plain-references.js';
import { withAccess } from './with-access.js';
import { withSortedEnums } from './sort-enums.js';
import { type DocumentedWebhook, withWebhooks } from './webhooks.js';

/** Names of the security schemes, for `@ApiBearerAuth` and `@ApiSecurity`. */
export const ADMIN_KEY_AUTH = 'adminKey';
export const BOT_KEY_AUTH = 'botKey';
export const BOT_KEY_HEADER_AUTH = 'botKeyHeader';

const SECURITY_SCHEMES = {
  [ADMIN_KEY_AUTH]: { type: 'http', scheme: 'bearer', description: 'For /admin: a key of `/admin/keys`.' },
  [BOT_KEY_AUTH]: { type: 'http', scheme: 'bearer', description: "For /v1: a key of the tenant's bot." },
  [BOT_KEY_HEADER_AUTH]: {
    type: 'apiKey',
    in: 'header',
    name: 'X-API-Key',
    description: 'For /v1, if your bot cannot send a bearer token.',
  },
} as const;

/** A way to authenticate. */
export type SecurityScheme = Parameters<DocumentBuilder['addSecurity']>[1];

/** A section of the document. */
export interface ApiTag {
  /** Also the order of the sections. */
  readonly name: string;
  readonly description: string;
}

export interface OpenApiOptions {
  readonly title: string;
  /** Markdown. */
  readonly description: string;
  readonly version: string;
  readonly publicUrl: string;
  /** In the order in which they are shown. */
  readonly tags: readonly ApiTag[];
  /** What this service sends to bots, by the name of the tag. */
  readonly webhooks?: Readonly<Record<string, readonly DocumentedWebhook[]>>;
  /** Security schemes of single routes, in addition to the keys of administrators and bots. */
  readonly securitySchemes?: Readonly<Record<string, SecurityScheme>>;
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
  const schemes: Record<string, SecurityScheme> = { ...SECURITY_SCHEMES, ...options.securitySchemes };
  for (const [name, scheme] of Object.entries(schemes)) builder.addSecurity(name, scheme);
  for (const { name, description } of options.tags) builder.addTag(name, description);
  const { webhooks = {} } = options;
  const document = SwaggerModule.createDocument(app, builder.build(), {
    autoTagControllers: false,
    extraModels: [ProblemDto, ...Object.values(webhooks).flatMap((events) => events.map(({ body }) => body))],
  });
  const complete = withCompleteOperations(withPlainReferences(withSortedEnums(withAccess(document))));
  return withWebhooks(complete, webhooks);
}

/** Serves Swagger UI at `/docs` and the document at `/docs-json`, both open. */
export function setUpOpenApi(app: INestApplication, options: OpenApiOptions): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app, options), {
    customSiteTitle: options.title,
    customJs: '/web/page/api-docs.js',
    jsonDocumentUrl: 'docs-json',
    raw: ['json'],
    swaggerOptions: {
      persistAuthorization: false, // a key in a browser's storage could be used by everyone who uses that browser
      docExpansion: 'list',
      displayRequestDuration: true,
      filter: true,
      tryItOutEnabled: true,
      defaultModelsExpandDepth: 0,
      validatorUrl: null,
    },
  });
}
