import { Body, Controller, Headers, HttpCode, Param, Post, Put, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiProblems, BodyLimit } from '#web';
import { PreviewProfile } from '../application/preview-profile.js';
import { ReplaceProfileMapping } from '../application/replace-profile-mapping.js';
import { Admin } from '../domain/admin.js';
import { ApiTenantSlug } from './api-tenant-slug.decorator.js';
import { etagOf, precondition } from './if-match.js';
import { PreviewProfileDto, ProfileMappingDto, ProfilePreviewDto } from './profile-mapping.dto.js';
import { CurrentAdmin, Requires } from './requires.decorator.js';
import { MAX_SETTINGS_BYTES } from './settings-limit.js';
import { TENANTS_TAG } from './tags.js';
import { ProfileMappingAnswerDto } from './tenant-answer.dto.js';

@ApiTags(TENANTS_TAG)
@ApiTenantSlug()
@Controller('admin/tenants/:slug/profile-mapping')
export class ProfileMappingController {
  constructor(
    private readonly replace: ReplaceProfileMapping,
    private readonly preview: PreviewProfile,
  ) {}

  /** Replaces all rules; omitted members return to their defaults. */
  @Put()
  @BodyLimit(MAX_SETTINGS_BYTES)
  @Requires('admin')
  @ApiOperation({ operationId: 'replaceProfileMapping', summary: 'Replace the profile mapping' })
  @ApiHeader({
    name: 'If-Match',
    required: false,
    description:
      '`ETag` of the tenant from your last read. The example is of no tenant: it protects the mapping from a call that is only tried.',
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
