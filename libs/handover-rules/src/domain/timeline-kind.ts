/** What an operator can see of a conversation, in order: messages, state changes, calls, retries and errors. */
export type TimelineKind = 'state' | 'profile' | 'engage-event' | 'delivery' | 'operator';
