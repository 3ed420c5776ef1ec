import { Readable } from 'node:stream';
import { Controller, Delete, Get, Header, HttpCode, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Admin, ApiTenantSlug, CurrentAdmin, Requires, USERS_TAG } from '#tenant-config';
import { ApiProblems, StorablePipe } from '#web';
import { EraseUser } from '../application/erase-user.js';
import { ExportUser } from '../application/export-user.js';
import { EraseUserQueryDto } from './erase-user-query.dto.js';

/** What is stored about single chat users. */
@ApiTags(USERS_TAG)
@ApiTenantSlug()
@ApiParam({
  name: 'userId',
  example: 'customer-4821',
  description: "The bot platform's id of the user, percent-encoded.",
})
@Requires('admin')
@Controller('admin/tenants/:slug/users/:userId')
export class UsersController {
  constructor(
    private readonly exports: ExportUser,
    private readonly erasure: EraseUser,
  ) {}

  /**
   * Returns a JSON file with everything that is stored: profile, conversations, handovers, messages, files (bytes as base64), timeline and
   * deliveries, by table, oldest first. It does not contain what Engage and the bot have stored.
   */
  @Get('export')
  @Header('cache-control', 'no-store')
  @ApiOperation({ operationId: 'exportUser', summary: 'Export the data of an end user' })
  @ApiOkResponse({
    schema: {
      type: 'object',
      properties: {
        tenant: { type: 'string', example: 'acme' },
        userId: { type: 'string', example: 'customer-4821' },
        exportedAt: { type: 'string', format: 'date-time' },
        data: {
          type: 'object',
          additionalProperties: { type: 'array', items: { type: 'object' } },
          example: { identities: [{ user_id: 'customer-4821', user_fields: { firstname: 'Ada' } }], messages: [] },
        },
      },
    },
  })
  @ApiProblems(400, 404)
  async export(
    @CurrentAdmin() admin: Admin,
    @Param('slug') slug: string,
    @Param('userId', StorablePipe) userId: string,
  ): Promise<StreamableFile> {
    const pieces = await this.exports.run(admin, slug, userId);
    const disposition = 'attachment; filename="user-data.json"';
    return new StreamableFile(Readable.from(pieces), { type: 'application/json', disposition });
  }

  /**
   * Removes the profile and all conversations with everything in them. Rejected with 409 `user.busy` while a handover of the user is running
   * or a delivery is waiting, unless forced: then the waiting deliveries are discarded.
   *
   * What remains: ids and hashes of calls (session id, message id) until retention removes them, so that a repeated call has no second effect; a
   * hash of the user's id in the audit log; and what Engage and the bot have stored: erase it there.
   */
  @Delete()
  @HttpCode(204)
  @ApiOperation({ operationId: 'eraseUser', summary: 'Erase an end user' })
  @ApiProblems(400, 404, 409)
  erase(
    @CurrentAdmin() admin: Admin,
    @Param('slug') slug: string,
    @Param('userId', StorablePipe) userId: string,
    @Query() { force }: EraseUserQueryDto,
  ): Promise<void> {
    return this.erasure.run(admin, slug, userId, force === 'true');
  }
}
