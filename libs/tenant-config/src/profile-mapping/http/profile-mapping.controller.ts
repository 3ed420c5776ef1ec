import { Body, Controller, Headers, HttpCode, Param, Post, Put, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiProblems, BodyLimit } from '#web';
import { CurrentAdmin, Requires } from '../../access/http/requires.decorator.js';
import { Admin } from '../../domain/access/admin.js';
import { ApiTenantSlug } from '../../http/api-tenant-slug.decorator.js';
import { etagOf, precondition } from '../../http/if-match.js';
import { TENANTS_TAG } from '../../http/tags.js';
import { ProfileMappingAnswerDto } from '../../settings/http/settings-answers.dto.js';
import { MAX_SETTINGS_BYTES } from '../../settings/http/settings-limit.js';
import { PreviewProfile } from '../preview-profile.js';
import { ReplaceProfileMapping } from '../replace-profile-mapping.js';
import { PreviewProfileDto, ProfileMappingDto, ProfilePreviewDto } from './profile-mapping.dto.js';

@ApiTags(TENANTS_TAG)
@ApiTenantSlug()
@Controller('admin/tenants/:slug/profile-mapping')
export class ProfileMappingController {
  constructor(
    private readonly replace: ReplaceProfileMapping,
    private readonly preview: PreviewProfile,
  ) {}

  /** Replaces all rules. Omitted members are reset to their defaults. */
  @Put()
  @BodyLimit(MAX_SETTINGS_BYTES)
  @Requires('admin')
  @ApiOperation({ operationId: 'replaceProfileMapping', summary: 'Replace the profile mapping' })
  @ApiHeader({
    name: 'If-Match',
    required: false,
    description:
      '`ETag` of the tenant from your last read. The example matches no tenant, so that a trial call changes nothing.',
    schema: { type: 'string', example: '"0"' },
  })
  @ApiProblems(400, 404, 412)
  async put(
    @CurrentAdmin() admin: Admin,
    @Param('slug') slug: string,
    @Body() mapping: ProfileMappingDto,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProfileMappingAnswerDto> {
    const { revision, mapping: stored } = await this.replace.run(admin, slug, mapping, precondition(ifMatch));
    void reply.header('etag', etagOf(revision));
    return stored;
  }

  /** Stores nothing. Two values that map to the same key are rejected with 400 unless `onCollision` is `suffix`. */
  @Post('preview')
  @BodyLimit(MAX_SETTINGS_BYTES)
  @HttpCode(200)
  @Requires('viewer')
  @ApiOperation({ operationId: 'previewProfile', summary: 'Preview a profile' })
  @ApiProblems(400, 404)
  try(@Param('slug') slug: string, @Body() { profile, mapping }: PreviewProfileDto): Promise<ProfilePreviewDto> {
    return this.preview.run(slug, profile, mapping);
  }
}
