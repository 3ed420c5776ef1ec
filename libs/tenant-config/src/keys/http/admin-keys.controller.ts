import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiId, ApiProblems, PageQueryDto } from '#web';
import { CurrentAdmin, Requires } from '../../access/http/requires.decorator.js';
import { Admin } from '../../domain/access/admin.js';
import { KEYS_TAG } from '../../http/tags.js';
import { UuidPipe } from '../../http/uuid.pipe.js';
import type { AdminKey } from '../../ports/admin-keys.js';
import { CreateAdminKey } from '../create-admin-key.js';
import { DeleteAdminKey } from '../delete-admin-key.js';
import { ReadAdminKeys } from '../read-admin-keys.js';
import { AdminKeyDto, AdminKeyPageDto, CreateAdminKeyDto, CreatedAdminKeyDto } from './key.dto.js';

@ApiTags(KEYS_TAG)
@Requires('admin', { unbound: true })
@Controller('admin/keys')
export class AdminKeysController {
  constructor(
    private readonly createKey: CreateAdminKey,
    private readonly deleteKey: DeleteAdminKey,
    private readonly read: ReadAdminKeys,
  ) {}

  /** The key is shown in this answer only. */
  @Post()
  @Header('cache-control', 'no-store')
  @ApiOperation({ operationId: 'createAdminKey', summary: 'Create a key of an administrator' })
  @ApiProblems(400, 409)
  async create(
    @CurrentAdmin() admin: Admin,
    @Body() { name, role, tenants }: CreateAdminKeyDto,
  ): Promise<CreatedAdminKeyDto> {
    const { key, ...made } = await this.createKey.run(admin, { name, role, tenants: tenants ?? null });
    return { ...answer(made), key };
  }

  /** The key of the environment (`ADMIN_API_KEY`) is not among them. */
  @Get()
  @ApiOperation({ operationId: 'listAdminKeys', summary: 'List the keys of administrators' })
  @ApiProblems(400)
  async list(@CurrentAdmin() admin: Admin, @Query() { limit, cursor }: PageQueryDto): Promise<AdminKeyPageDto> {
    const { items, nextCursor } = await this.read.page(admin, limit, cursor);
    return { items: items.map(answer), nextCursor };
  }

  /** It stops working at once. */
  @Delete(':id')
  @ApiId('The id of the key, as the list shows it.')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteAdminKey', summary: 'Delete a key of an administrator' })
  @ApiProblems(404)
  delete(@CurrentAdmin() admin: Admin, @Param('id', UuidPipe) id: string): Promise<void> {
    return this.deleteKey.run(admin, id);
  }
}

function answer({ tenantSlugs, ...key }: AdminKey): AdminKeyDto {
  return { ...key, tenants: tenantSlugs };
}
