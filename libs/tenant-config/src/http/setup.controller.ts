import { Controller, Get, Header, Headers, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, NotBuiltYet } from '#web';
import { ReadTenants } from '../application/read-tenants.js';
import { TenantPresenter } from '../application/tenant-presenter.js';
import { setupSteps } from '../domain/setup-guide.js';
import { BotPlatformCatalogue } from '../ports/bot-platform-catalogue.js';
import { Requires } from './requires.decorator.js';
import { SetupGuideDto } from './setup.dto.js';
import { TENANTS_TAG } from './tags.js';

@ApiTags(TENANTS_TAG)
@Requires('viewer')
@Controller('admin/tenants/:slug/setup')
export class SetupController {
  constructor(
    private readonly read: ReadTenants,
    private readonly presenter: TenantPresenter,
    private readonly platforms: BotPlatformCatalogue,
  ) {}

  /** For every step on the Engage and the bot side what to click, and the exact value to paste. */
  @Get()
  @Header('vary', 'accept')
  @ApiOperation({ summary: 'Get the setup guide' })
  @ApiProblems(404, 501)
  async guide(@Param('slug') slug: string, @Headers('accept') accept = ''): Promise<SetupGuideDto> {
    if (/text\/html/i.test(accept) && !/application\/(\w+\+)?json/i.test(accept)) throw new NotBuiltYet();
    const tenant = await this.read.one(slug);
    const { bot, engage, handover, ingress, readiness } = this.presenter.view(tenant);
    const platform = this.platforms.find(tenant.document.bot.platform);
    const { forwardOnlyHandover } = handover;
    const facts = { bot, engage, forwardOnlyHandover, ...ingress, urls: ingress, missing: readiness.missing };
    return { tenant: slug, readiness, steps: setupSteps(facts, platform?.setupSteps?.bind(platform)) };
  }
}
