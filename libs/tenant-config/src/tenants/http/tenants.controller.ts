import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  Headers,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { JsonObject } from '#kernel';
import { ApiProblems, BodyLimit, PageQueryDto } from '#web';
import { CurrentAdmin, Requires } from '../../access/http/requires.decorator.js';
import { Admin } from '../../domain/access/admin.js';
import type { StoredTenant } from '../../domain/stored-tenant.js';
import { ApiTenantSlug } from '../../http/api-tenant-slug.decorator.js';
import { etagOf, precondition } from '../../http/if-match.js';
import { JsonObjectPipe } from '../../http/json-object.pipe.js';
import { TENANTS_TAG } from '../../http/tags.js';
import { MAX_SETTINGS_BYTES } from '../../settings/http/settings-limit.js';
import { CreateTenant } from '../create-tenant.js';
import { DeleteTenant } from '../delete-tenant.js';
import { ReadTenants } from '../read-tenants.js';
import { TenantPresenter } from '../tenant-presenter.js';
import { UpdateTenant } from '../update-tenant.js';
import { createdTenantAnswer } from './created-tenant-answer.js';
import { DeleteTenantQueryDto } from './delete-tenant-query.dto.js';
import { CreatedTenantDto, TenantAnswerDto, TenantPageDto } from './tenant-answer.dto.js';
import { CREATE_EXAMPLES, UPDATE_EXAMPLES, UPDATE_RECIPES } from './tenant-examples.js';
import { CreateTenantDto, UpdateTenantDto } from './tenant.dto.js';

const IF_MATCH = {
  name: 'If-Match',
  required: false,
  description: '`ETag` of the tenant from your last read; 412 if the tenant has changed since.',
};

@ApiTags(TENANTS_TAG)
@Requires('admin')
@Controller('admin/tenants')
export class TenantsController {
  constructor(
    private readonly read: ReadTenants,
    private readonly createTenant: CreateTenant,
    private readonly updateTenant: UpdateTenant,
    private readonly deleteTenant: DeleteTenant,
    private readonly presenter: TenantPresenter,
  ) {}

  /**
   * Only `slug`, `name` and `bot.platform` are needed; `readiness.missing` of the answer says what is needed before the
   * tenant can work. Open `setupUrl` of the answer in a browser: it shows the remaining steps. The bot key and generated secrets
   * are shown in this answer only.
   */
  @Post()
  @Requires('admin', { unbound: true })
  @BodyLimit(MAX_SETTINGS_BYTES)
  @ApiOperation({ operationId: 'createTenant', summary: 'Create a tenant' })
  @ApiBody({ type: CreateTenantDto, examples: CREATE_EXAMPLES })
  @ApiProblems(400, 409)
  @Header('cache-control', 'no-store')
  async create(
    @CurrentAdmin() admin: Admin,
    @Body(JsonObjectPipe) body: JsonObject,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CreatedTenantDto> {
    const created = await this.createTenant.run(admin, body);
    const { document, revision } = created.tenant;
    void reply.headers({ location: `/admin/tenants/${document.slug}`, etag: etagOf(revision) });
    return createdTenantAnswer(created, this.presenter);
  }

  /** Lists the tenants that the key may see. Secrets are answered as `{ configured, last4 }`. */
  @Get()
  @Requires('viewer')
  @ApiOperation({ operationId: 'listTenants', summary: 'List tenants by slug' })
  @ApiProblems(400)
  async list(@CurrentAdmin() admin: Admin, @Query() { limit, cursor }: PageQueryDto): Promise<TenantPageDto> {
    const { items, nextCursor } = await this.read.page(admin, limit, cursor);
    return { items: items.map((tenant) => this.presenter.view(tenant)), nextCursor };
  }

  /** Secrets are answered as `{ configured, last4 }`. Send the `ETag` as `If-Match` with a later change. */
  @Get(':slug')
  @ApiTenantSlug()
  @Requires('viewer')
  @ApiOperation({ operationId: 'getTenant', summary: 'Get a tenant' })
  @ApiProblems(404)
  async get(@Param('slug') slug: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<TenantAnswerDto> {
    return this.answer(await this.read.one(slug), reply);
  }

  /**
   * A JSON merge patch (RFC 7396): omitted members stay as they are, `null` restores the default or deletes a secret.
   * Members that only answers have (secrets as `{ configured, last4 }`, `readiness`, `ingress`, times) are ignored. Settings that running handovers need
   * cannot be changed meanwhile: 409 `tenant.handovers-running` says what to do first.
   */
  @Patch(':slug')
  @ApiTenantSlug()
  @BodyLimit(MAX_SETTINGS_BYTES)
  @ApiOperation({ operationId: 'updateTenant', summary: 'Update a tenant' })
  @ApiConsumes('application/merge-patch+json', 'application/json')
  @ApiHeader(IF_MATCH)
  @ApiBody({ type: UpdateTenantDto, examples: UPDATE_EXAMPLES, description: UPDATE_RECIPES })
  @ApiProblems(400, 404, 409, 412)
  async update(
    @CurrentAdmin() admin: Admin,
    @Param('slug') slug: string,
    @Body(JsonObjectPipe) patch: JsonObject,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TenantAnswerDto> {
    return this.answer(await this.updateTenant.run(admin, slug, patch, precondition(ifMatch)), reply);
  }

  /** Deletes the tenant with all its conversations. Refused while handovers run or deliveries wait, unless forced. */
  @Delete(':slug')
  @ApiTenantSlug()
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteTenant', summary: 'Delete a tenant' })
  @ApiHeader(IF_MATCH)
  @ApiProblems(400, 404, 409, 412)
  delete(
    @CurrentAdmin() admin: Admin,
    @Param('slug') slug: string,
    @Query() { force }: DeleteTenantQueryDto,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    return this.deleteTenant.run(admin, slug, force === 'true', precondition(ifMatch));
  }

  private answer(tenant: StoredTenant, reply: FastifyReply): TenantAnswerDto {
    void reply.header('etag', etagOf(tenant.revision));
    return this.presenter.view(tenant);
  }
}
