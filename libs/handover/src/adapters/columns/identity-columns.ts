import { ColumnMap } from '#database';
import type { Identity } from '../../ports/identity-store.js';

export const IDENTITIES = new ColumnMap<Identity>(
  'identities',
  {
    foreignId: 'foreign_id',
    userFields: 'user_fields',
    contextData: 'context_data',
    createdAt: 'created_at',
    updatedAt: 'updated_at',
  },
  ['tenant_id', 'user_id'],
);
