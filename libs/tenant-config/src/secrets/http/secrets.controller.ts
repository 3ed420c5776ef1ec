import { Body, Controller, Header, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '#web';
import { CurrentAdmin, Requires } from '../../access/http/requires.decorator.js';
import { Admin } from '../../domain/access/admin.js';
import { ApiTenantSlug } from '../../http/api-tenant-slug.decorator.js';
import { TENANTS_TAG } from '../../http/tags.js';
import { RotateSecret } from '../rotate-secret.js';
import { RotateSecretDto } from './rotate-secret.dto.js';
import { RotatedSecretDto } from './secret-answers.dto.js';

@ApiTags(TENANTS_TAG)
@ApiTenantSlug()
@Requires('admin')
@Controller('admin/tenants/:slug/secrets')
export class SecretsController {
  constructor(private readonly rotateSecret: RotateSecret) {}

  /**
   * `name` is `webhookSecret`, `verifyToken` or `realtimeAccessToken` of Engage, or a secret of the bot that this service generates, such
   * as `callbackSecret` of a generic bot. The error for an unknown name lists all of them. If both sides have a secret of this name, the
   * bot's is rotated: write `engage.verifyToken` or `bot.verifyToken` to choose.
   *
   * Without a body the former value stops working at once. With `overlapMinutes`, both values are valid for that time, so that no call is
   * refused while you change the other side: both are accepted, events for a generic bot have both signatures, and calls that are refused
   * with the new value are repeated with the former one. `previousSecrets` of the tenant lists the former values that are still valid. A
   * second rotation within the overlap invalidates the oldest value. A rotation without overlap, or a PATCH, invalidates all former values.
   */
  @Post(':name/rotate')
  @ApiParam({ name: 'name', description: '`webhookSecret`, or a secret of the platform that this service generates.' })
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOperation({ operationId: 'rotateSecret', summary: 'Rotate a secret' })
  @ApiBody({ type: RotateSecretDto, required: false })
  @ApiProblems(400, 404, 409)
  async rotate(
    @CurrentAdmin() admin: Admin,
    @Param('slug') slug: string,
    @Param('name') name: string,
    @Body() { overlapMinutes, value }: RotateSecretDto,
  ): Promise<RotatedSecretDto> {
    const rotation = { overlapMinutes: overlapMinutes ?? 0, value };
    const { generated, previousValidUntil } = await this.rotateSecret.run(admin, slug, name, rotation);
    return { name, ...(generated && { value: generated.reveal() }), previousValidUntil };
  }
}
