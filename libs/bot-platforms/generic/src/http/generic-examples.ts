/** Example bodies for Swagger UI. */
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
      content: {
        type: 'buttons',
        items: [
          { type: 'reply', title: 'Yes, please', payload: 'show-invoice' },
          { type: 'url', title: 'Open my account', url: 'https://shop.example/account' },
          { type: 'phone', title: 'Call us', phoneNumber: '+3292000000' },
        ],
      },
      sentAt: '2026-03-02T09:14:50Z',
      context: { page: '/invoices', intent: 'billing' },
    },
  },
  press: {
    summary: 'The customer presses a button',
    value: {
      sessionId: 'chat-7f3a2c',
      userId: 'customer-4821',
      messageId: 'm-0003',
      author: 'user',
      text: 'Yes, please',
      payload: 'show-invoice',
    },
  },
  file: {
    summary: 'The customer sends a picture that has no address',
    value: {
      sessionId: 'chat-7f3a2c',
      userId: 'customer-4821',
      messageId: 'm-0004',
      author: 'user',
      attachments: [
        {
          content: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
          filename: 'meter.png',
        },
      ],
    },
  },
  cards: {
    summary: 'The bot offers cards',
    value: {
      sessionId: 'chat-7f3a2c',
      userId: 'customer-4821',
      messageId: 'm-0005',
      author: 'bot',
      text: 'These fit you:',
      content: {
        type: 'carousel',
        items: [
          {
            title: 'Green plan',
            subtitle: '100% wind',
            imageUrl: 'https://shop.example/plans/green.png',
            buttons: [{ type: 'reply', title: 'Choose', payload: 'plan-green' }],
          },
          { title: 'Night plan', buttons: [{ type: 'reply', title: 'Choose', payload: 'plan-night' }] },
        ],
      },
    },
  },
};

export const HANDOVER_EXAMPLES = {
  minimal: {
    summary: 'Minimum: the agent gets the messages that you have sent',
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
        {
          author: 'bot',
          text: 'I am sorry. Shall I call someone?',
          content: { type: 'quick_replies', items: [{ title: 'Yes, please' }, { title: 'No, thanks' }] },
          sentAt: '2026-03-02T09:14:52Z',
        },
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
  types: {
    summary: 'The customer types',
    value: { sessionId: 'chat-7f3a2c', type: 'typing_started', preview: 'I was wonder' },
  },
  read: {
    summary: "The customer has read an agent's message",
    value: {
      sessionId: 'chat-7f3a2c',
      type: 'message_read',
      messageId: '7d0d8b7e-07a5-4f0f-8b4a-3b1b8f6f2c55',
    },
  },
};
