/** Checks of the result of the setup call, by the step that does the same by hand. */
export const BY_HAND_CHECKS = {
  categories: ['bot-category', 'agent-category', 'categories-differ', 'category-parents', 'source-default-category'],
  folder: ['agent-folder'],
  agents: ['agents-exist', 'agents-may-reply', 'bot-category-free'],
  webhook: [
    'webhook-exists',
    'webhook-active',
    'webhook-events',
    'webhook-verification',
    'webhook-verify-token',
    'webhook-secret',
  ],
} as const;
