import { WEBHOOK_KEY } from '../../ports/bot-platform-catalogue.js';
import type { CreatedTenant } from '../create-tenant.js';
import type { TenantPresenter } from '../tenant-presenter.js';
import type { CreatedTenantDto } from './tenant-answer.dto.js';

/** A new tenant with what is shown once: its first bot key and the generated secrets, also where they are part of an address. */
export function createdTenantAnswer(created: CreatedTenant, presenter: TenantPresenter): CreatedTenantDto {
  const { tenant, botKey, generatedSecrets } = created;
  const answer = presenter.view(tenant, generatedSecrets[WEBHOOK_KEY]);
  return { ...answer, botKey: { id: botKey.id, key: botKey.key }, generatedSecrets };
}
