/** Conversations move between two categories below one root. */
export const CATEGORY_ROLES = ['root', 'bot', 'agent'] as const;
export type CategoryRole = (typeof CATEGORY_ROLES)[number];

/** The identities that messages are written as in Engage. */
export type IdentityRole = 'bot' | 'agent';

/**
 * The changed settings of the webhook; undefined stays unchanged. `secret`: the tenant's, read only when it is sent.
 */
export interface WebhookChange {
  readonly url: string;
  readonly events: readonly string[];
  readonly verifyToken: string;
}

/** One change, as data: first planned, then done. */
export type Effect =
  | { readonly type: 'create-category'; readonly role: CategoryRole; readonly name: string; readonly parentId?: string }
  | { readonly type: 'save-categories'; readonly botCategoryId: string; readonly agentCategoryId: string }
  | {
      readonly type: 'set-default-categories';
      readonly sourceId: string;
      readonly before: readonly string[];
      readonly categoryIds: readonly string[];
    }
  | { readonly type: 'create-webhook'; readonly webhook: WebhookChange }
  | {
      readonly type: 'update-webhook';
      readonly id: string;
      readonly webhook: WebhookChange;
      /** Switched off first: Engage verifies a webhook only when it is enabled. */
      readonly restart: boolean;
    }
  | { readonly type: 'create-folder'; readonly label: string; readonly query: string }
  | { readonly type: 'adopt'; readonly key: string; readonly id: string }
  | { readonly type: 'create-identity'; readonly role: IdentityRole }
  | {
      readonly type: 'set-permissions';
      readonly userId: string;
      readonly sourceId: string;
      readonly before: readonly string[];
      readonly permissions: readonly string[];
    }
  | {
      readonly type: 'set-skills';
      readonly userId: string;
      readonly before: readonly string[];
      readonly categoryIds: readonly string[];
    }
  | {
      readonly type: 'assign-identity';
      readonly userId: string;
      readonly before: readonly string[];
      readonly identityIds: readonly string[];
    }
  | RemovalEffect;

/** Undoes a change. Its note is also removed. */
export type RemovalEffect =
  | {
      readonly type: 'clear-categories';
      readonly botCategoryId: string | null;
      readonly agentCategoryId: string | null;
    }
  | {
      readonly type: 'restore-agent';
      readonly userId: string;
      readonly sourceId: string | undefined;
      /** undefined stays unchanged. */
      readonly permissions: readonly string[] | undefined;
      readonly categoryIds: readonly string[] | undefined;
      readonly identityIds: readonly string[] | undefined;
    }
  | {
      readonly type: 'restore-default-categories';
      readonly sourceId: string;
      readonly categoryIds: readonly string[];
    }
  | { readonly type: 'delete-folder'; readonly id: string }
  | { readonly type: 'delete-webhook'; readonly id: string }
  | { readonly type: 'delete-category'; readonly role: CategoryRole; readonly id: string }
  | { readonly type: 'forget'; readonly key: string };
