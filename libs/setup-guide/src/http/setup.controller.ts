import { Controller, Get, Header, Headers, Param, Query, Res, UseFilters } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiProduces, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AppConfig } from '#config';
import { Admin, ApiTenantSlug, CurrentAdmin, Requires, TENANTS_TAG } from '#tenant-config';
import { ApiProblems } from '#web';
import { ReadSetupGuide } from '../application/read-setup-guide.js';
import { WriteScript } from '../application/write-script.js';
import { guideHtml } from './render/guide-html.js';
import { guideJson } from './render/guide-json.js';
import { guideText } from './render/guide-text.js';
import { PAGE_HEADERS } from './render/page-html.js';
import { preferredFormat } from './render/preferred-format.js';
import { SetupGuideDto } from './setup.dto.js';
import { ScriptQueryDto } from './script-query.dto.js';
import { SignInPageFilter } from './sign-in-page.filter.js';

const TEXT = { schema: { type: 'string' } } as const;

@ApiTags(TENANTS_TAG)
@Requires('viewer')
@ApiTenantSlug()
@Controller('admin/tenants/:slug/setup')
export class SetupController {
  constructor(
    private readonly guides: ReadSetupGuide,
    private readonly scripts: WriteScript,
    private readonly config: AppConfig,
  ) {}

  /**
   * For every step on the Engage and the bot side: what to click, the exact value to paste, and the body that sends the result of the step to
   * this service. As JSON, as text (`Accept: text/plain`) or as a page (`Accept: text/html`). In a browser open `/setup/{slug}`: the page asks for
   * the admin key, keeps it in memory only, and can send values, set up Engage and run the checks.
   */
  @Get()
  @Header('vary', 'accept')
  @Header('cache-control', 'no-store')
  @UseFilters(SignInPageFilter)
  @ApiOperation({ operationId: 'getSetupGuide', summary: 'Get the setup guide' })
  @ApiExtraModels(SetupGuideDto)
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(SetupGuideDto) } },
      'text/html': TEXT,
      'text/plain': TEXT,
    },
  })
  @ApiProblems(404)
  async guide(
    @Param('slug') slug: string,
    @Headers('accept') accept = '',
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SetupGuideDto | string> {
    const guide = await this.guides.run(slug);
    const format = preferredFormat(accept);
    if (format === 'json') return guideJson(guide, `${this.config.publicUrl}/setup/${slug}`);
    if (format === 'html') void reply.headers(PAGE_HEADERS);
    else void reply.header('content-type', 'text/plain; charset=utf-8');
    return format === 'html' ? guideHtml(guide) : guideText(guide);
  }

  /**
   * The script of the tenant's bot platform, as a file; 404 if the platform needs none. For Cognigy.AI, paste it into each Endpoint. With
   * `freshKey=true` it contains a new bot key, which is shown nowhere else; this needs a key with the role admin. The transformer secret is
   * a placeholder.
   */
  @Get('transformer.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Header('cache-control', 'no-store')
  @ApiOperation({ operationId: 'getTransformerScript', summary: 'Get the transformer script' })
  @ApiProduces('text/javascript')
  @ApiOkResponse(TEXT)
  @ApiProblems(400, 404)
  async transformer(
    @CurrentAdmin() admin: Admin,
    @Param('slug') slug: string,
    @Query() { freshKey }: ScriptQueryDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { filename, text } = await this.scripts.run(admin, slug, freshKey === 'true');
    void reply.header('content-disposition', `attachment; filename="${filename}"`);
    return text;
  }
}
