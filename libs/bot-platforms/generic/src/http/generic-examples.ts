/** Bodies to start from in Swagger UI. */
export const MESSAGE_EXAMPLES = {
  customer: {
    summary: 'The customer writes',
    value: {
      sessionId: 'chat-7f3a2c',
      userId: 'customer-4821',
      messageId: 'm-0001',
      author: 'user',
      text: 'My invoice looks wrong.',
    },
  },
  bot: {
    summary: 'The bot answers, with all that a message may have',
    value: {
      sessionId: 'chat-7f3a2c',
      userId: 'customer-4821',
      messageId: 'm-0002',
      author: 'bot',
      text: 'Shall I show you the last one?',
      attachments: [{ url: 'https://bot.example/invoices/4711.pdf', type: 'application/pdf', filename: '4711.pdf' }],
      payload: { intent: 'invoice' },
      sentAt: '2026-03-02T09:14:50Z',
      context: { page: '/invoices', intent: 'billing' },
    },
  },
};

export const HANDOVER_EXAMPLES = {
  minimal: {
    summary: 'The least: the agent gets the messages that you sent us',
    value: { sessionId: 'chat-7f3a2c', userId: 'customer-4821' },
  },
  complete: {
    summary: 'With profile, transcript and reason',
    value: {
      sessionId: 'chat-7f3a2c',
      userId: 'customer-4821',
      profile: {
        firstname: 'Ada',
        lastname: 'Okafor',
        email: 'ada.okafor@example.org',
        customer: { tier: 'gold' },
      },
      transcript: [
        { author: 'user', text: 'My invoice looks wrong.', sentAt: '2026-03-02T09:14:50Z' },
        { author: 'bot', text: 'I am sorry. Shall I call somebody?', sentAt: '2026-03-02T09:14:52Z' },
        { author: 'user', text: 'Yes, please.', sentAt: '2026-03-02T09:15:03Z' },
      ],
      reason: 'The customer disputes an invoice',
      summary: 'Invoice 4711 shows a fee that the contract does not have.',
      context: { page: '/invoices/4711', authenticated: true },
      options: { transcriptMessages: 50 },
    },
  },
};

export const EVENT_EXAMPLES = {
  left: { summary: 'The customer leaves', value: { sessionId: 'chat-7f3a2c', type: 'user_disconnected' } },
  joined: { summary: 'The customer comes back', value: { sessionId: 'chat-7f3a2c', type: 'user_connected' } },
};
