import { Body, Controller, Header, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { JsonObject } from '#kernel';
import {
  Admin,
  createdTenantAnswer,
  CreatedTenantDto,
  CurrentAdmin,
  JsonObjectPipe,
  Requires,
  TENANTS_TAG,
  TenantPresenter,
} from '#tenant-config';
import { ApiProblems } from '#web';
import { ImportTenant } from '../application/import-tenant.js';

@ApiTags(TENANTS_TAG)
@Requires('admin', { unbound: true })
@Controller('admin/tenants/import')
export class ImportController {
  constructor(
    private readonly importTenant: ImportTenant,
    private readonly presenter: TenantPresenter,
  ) {}

  /**
   * Creates a tenant from the values of another product's form; `from` names the form. Omit values that you do not have:
   * `readiness.missing` of the answer says what is still needed, and `setupUrl` shows the steps. Errors use the field names of the form.
   * Bot key and generated secrets are shown in this answer only.
   */
  @Post()
  @Header('cache-control', 'no-store')
  @ApiOperation({ operationId: 'importTenant', summary: 'Import a tenant' })
  @ApiCreatedResponse({ type: CreatedTenantDto })
  @ApiProblems(400, 409)
  async import(
    @CurrentAdmin() admin: Admin,
    @Body(JsonObjectPipe) body: JsonObject,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CreatedTenantDto> {
    const created = await this.importTenant.run(admin, body);
    void reply.header('location', `/admin/tenants/${created.tenant.document.slug}`);
    return createdTenantAnswer(created, this.presenter);
  }
}
