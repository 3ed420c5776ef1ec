import type { TenantDocument } from '../domain/stored-tenant.js';
import type { TenantEntity } from './entities/tenant.entity.js';

/** The settings of a tenant as an administrator wrote them. */
export function documentOf({
  slug,
  name,
  enabled,
  isDefault,
  engage,
  bot,
  handover,
  profileMapping,
  retention,
}: Omit<TenantDocument, 'default' | 'bot'> & Pick<TenantEntity, 'isDefault' | 'bot'>): TenantDocument {
  const settings = { engage, bot: bot as TenantDocument['bot'], handover, profileMapping, retention };
  return { slug, name, enabled, default: isDefault, ...settings };
}
