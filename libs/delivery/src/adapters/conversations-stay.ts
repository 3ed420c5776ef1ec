/**
 * Keeps conversations until the transaction ends: `$1` is the tenant, `$2` the list of their ids. Use it before the locks of
 * their lanes: a deletion takes locks in this order, and entries of a timeline refer to a conversation.
 */
export const CONVERSATIONS_STAY =
  'SELECT FROM conversations WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id FOR KEY SHARE';
