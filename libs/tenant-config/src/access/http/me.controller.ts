import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Admin } from '../../domain/access/admin.js';
import { KEYS_TAG } from '../../http/tags.js';
import { CallerDto } from '../../keys/http/key.dto.js';
import { CurrentAdmin, Requires } from './requires.decorator.js';

@ApiTags(KEYS_TAG)
@Requires('viewer')
@Controller('admin/me')
export class MeController {
  /** Name, role and tenants of the key that makes the call. */
  @Get()
  @Header('cache-control', 'no-store')
  @ApiOperation({ operationId: 'getCaller', summary: 'Get the key of the call' })
  get(@CurrentAdmin() { name, role, tenantSlugs }: Admin): CallerDto {
    return { name, role, tenants: tenantSlugs };
  }
}
