const envelope = { botId: 'hv4k9tqm', version: 'DRAFT', sessionId: 'emulator-1' };
const item = {
  actor: 'user',
  message: {
    messageType: 'text',
    channelType: 'web',
    id: '69bbc8f8f1a07e4c5d2b9002',
    text: 'I want to talk to a person',
  },
  timestamp: '2026-03-19T10:00:40.305Z',
};

/** Example bodies for Swagger UI, as Chatlayer sends them. */
export const OFFLOAD_EXAMPLES = {
  offload: {
    summary: 'A customer wants an agent',
    value: {
      ...envelope,
      event: 'offload',
      transcript: [item],
      payload: { reason: 'billing', profile: { firstname: 'Ada' } },
      timestamp: '2026-03-19T10:00:41.000Z',
    },
  },
  messages: {
    summary: 'A customer said something',
    value: { ...envelope, event: 'messages', messages: [item], timestamp: '2026-03-19T10:00:40.341Z' },
  },
};
