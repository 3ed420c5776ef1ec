import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { withSortedEnums } from './sort-enums.js';

/** Names of the security schemes, for `@ApiBearerAuth` and `@ApiSecurity`. */
export const ADMIN_KEY_AUTH = 'admin key';
export const BOT_KEY_AUTH = 'bot key';
export const BOT_KEY_HEADER_AUTH = 'bot key in X-API-Key';

export interface OpenApiOptions {
  readonly title: string;
  /** Markdown. */
  readonly description: string;
  readonly version: string;
  readonly publicUrl: string;
  /** In the order in which they are shown. */
  readonly tags: readonly { readonly name: string; readonly description: string }[];
}

/** The OpenAPI document over all controllers of the application. */
export function openApiDocument(app: INestApplication, options: OpenApiOptions): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle(options.title)
    .setDescription(options.description)
    .setVersion(options.version)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer(options.publicUrl)
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'For /admin: a key of `/admin/keys`.' },
      ADMIN_KEY_AUTH,
    )
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'For /v1: a key of the tenant’s bot.' }, BOT_KEY_AUTH)
    .addApiKey(
      { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'For /v1, where a bearer cannot be sent.' },
      BOT_KEY_HEADER_AUTH,
    );
  for (const { name, description } of options.tags) builder.addTag(name, description);
  return withSortedEnums(SwaggerModule.createDocument(app, builder.build(), { autoTagControllers: false }));
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
