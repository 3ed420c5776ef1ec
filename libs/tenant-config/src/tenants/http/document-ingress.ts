import { ApiProperty } from '@nestjs/swagger';
import type { BotPlatformCatalogue } from '../../ports/bot-platform-catalogue.js';
import { IngressDto } from './tenant-answer.dto.js';

/** Adds the addresses of this build's bot platforms to `ingress` in the OpenAPI document. */
export function documentIngress(platforms: BotPlatformCatalogue): void {
  const addresses = platforms.all().flatMap(({ webhookAddresses = [] }) => webhookAddresses);
  for (const { name, path, description } of addresses) {
    const example = `https://handover.example.com${path}<webhookKey>`;
    ApiProperty({ type: String, required: false, description, example })(IngressDto.prototype, name);
  }
}
