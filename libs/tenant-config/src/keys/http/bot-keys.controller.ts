import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { cleanText } from '#kernel';
import { ApiId, ApiProblems } from '#web';
import { CurrentAdmin, Requires } from '../../access/http/requires.decorator.js';
import { Admin } from '../../domain/access/admin.js';
import { ApiTenantSlug } from '../../http/api-tenant-slug.decorator.js';
import { KEYS_TAG } from '../../http/tags.js';
import { UuidPipe } from '../../http/uuid.pipe.js';
import { BotKeys } from '../../ports/bot-keys.js';
import { ReadTenants } from '../../tenants/read-tenants.js';
import { CreateBotKey } from '../create-bot-key.js';
import { DeleteBotKey } from '../delete-bot-key.js';
import { BotKeyListDto, CreateBotKeyDto, CreatedBotKeyDto } from './key.dto.js';

@ApiTags(KEYS_TAG)
@ApiTenantSlug()
@Requires('admin')
@Controller('admin/tenants/:slug/bot-keys')
export class BotKeysController {
  constructor(
    private readonly createKey: CreateBotKey,
    private readonly deleteKey: DeleteBotKey,
    private readonly tenants: ReadTenants,
    private readonly keys: BotKeys,
  ) {}

  /** The key is shown in this answer only. */
  @Post()
  @Header('cache-control', 'no-store')
  @ApiOperation({ operationId: 'createBotKey', summary: 'Create a key of the bot side' })
  @ApiProblems(400, 404)
  create(
    @CurrentAdmin() admin: Admin,
    @Param('slug') slug: string,
    @Body() { name = 'unnamed' }: CreateBotKeyDto,
  ): Promise<CreatedBotKeyDto> {
    return this.createKey.run(admin, slug, cleanText(name));
  }

  /** Shows names and last four characters; the keys themselves are not stored. */
  @Get()
  @Requires('viewer')
  @ApiOperation({ operationId: 'listBotKeys', summary: 'List the keys of the bot side' })
  @ApiProblems(404)
  async list(@Param('slug') slug: string): Promise<BotKeyListDto> {
    const { id } = await this.tenants.one(slug);
    return { items: await this.keys.list(id), nextCursor: null };
  }

  /** It stops working at once. */
  @Delete(':id')
  @ApiId('The id of the key, as the list shows it.')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteBotKey', summary: 'Delete a key of the bot side' })
  @ApiProblems(404)
  delete(@CurrentAdmin() admin: Admin, @Param('slug') slug: string, @Param('id', UuidPipe) id: string): Promise<void> {
    return this.deleteKey.run(admin, slug, id);
  }
}
