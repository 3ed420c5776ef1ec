import { AppError, type AppErrorOptions } from '#kernel';

/** New handovers are refused because the tenant's pause switch is on. */
export class HandoverDisabled extends AppError {
  readonly code = 'handover.disabled';
  readonly kind = 'conflict';
  constructor() {
    const message = 'Handovers are switched off for this tenant (handover.enabled is false).';
    super(message, { members: { handover: { status: 'error', error: { reason: 'disabled', message } } } });
  }
}

interface UnavailableOptions {
  /** `error`: the contact centre does not work. */
  readonly reason?: 'unavailable' | 'error';
  /** The tenant's text for the customer, in the customer's language. */
  readonly text?: string | undefined;
}

/** No agent can take the conversation now. If the tenant has a text for the customer, it is the message that the bot gets. */
export class HandoverUnavailable extends AppError {
  readonly code = 'handover.unavailable';
  readonly kind = 'unavailable';
  readonly text: string | undefined;

  constructor(message: string, { reason = 'unavailable', text }: UnavailableOptions = {}) {
    super(message, { members: { handover: { status: 'error', error: { reason, message: text ?? message } } } });
    this.text = text;
  }
}

/** The call needs a running handover, and there is none. */
export class NoRunningHandover extends AppError {
  readonly code = 'handover.not-running';
  readonly kind = 'not-found';
  constructor() {
    super('No handover is running in this session.');
  }
}

/** The start of a handover that has ended meanwhile: a retry has no effect. */
export class HandoverOver extends AppError {
  readonly code = 'handover.over';
  readonly kind = 'conflict';
  constructor(handover?: { readonly status: string; readonly endCause?: string | undefined }) {
    const how = handover?.endCause === undefined ? '' : ` (${handover.status}, ${handover.endCause})`;
    super(
      `The handover of this start is over${how}, so a retry would have no effect. Start a new one with POST /admin/conversations/{id}/handover, or discard this delivery.`,
    );
  }
}

export class UnknownConversation extends AppError {
  readonly code = 'conversation.unknown';
  readonly kind = 'not-found';
  constructor() {
    super('The conversation does not exist, or the key cannot see it. Check the id.');
  }
}

/** A receipt names a message that no agent wrote in this conversation. */
export class UnknownMessage extends AppError {
  readonly code = 'message.unknown';
  readonly kind = 'not-found';
  constructor() {
    super('No agent wrote a message with this id in this session.');
  }
}

/** Engage names a thread that no conversation of the tenant has. */
export class UnknownThread extends AppError {
  readonly code = 'conversation.unknown-thread';
  readonly kind = 'not-found';
  constructor() {
    super('No conversation of this tenant belongs to the thread.');
  }
}

/** The same idempotency key was used with another body. */
export class IdempotencyKeyReused extends AppError {
  readonly code = 'request.idempotency-key-reused';
  readonly kind = 'unprocessable';
  constructor() {
    super('This id was already used in this session with a different body. Send the same body again, or use a new id.');
  }
}

/** Customers' messages on a source of Engage come from Engage, not from the bot side. */
export class CustomerSpeaksInEngage extends AppError {
  readonly code = 'conversation.engage-owned';
  readonly kind = 'conflict';
  constructor() {
    super('Engage owns this channel: the customer writes there. Send only messages with author "bot" in this session.');
  }
}

/** The customer wrote in an Engage domain that the tenant has left. */
export class LeftBehindInEngage extends AppError {
  readonly code = 'conversation.left-behind';
  readonly kind = 'conflict';
  constructor() {
    super(
      'The customer wrote in the Engage domain that the tenant used before. Wait until they write in the current one.',
    );
  }
}

/** Engage accepts a reply only under an open intervention, and there may be none. */
export class NoOpenIntervention extends AppError {
  readonly code = 'engage.no-open-intervention';
  readonly kind = 'rejected';
}

/** The user of the API token lacks a permission on the source. */
export class ReplyNotPermitted extends AppError {
  readonly code = 'engage.reply-not-permitted';
  readonly kind = 'rejected';
  /** @param sourceName the source's name for people, if it was looked up */
  constructor(
    message: string,
    { cause }: { readonly cause?: unknown } = {},
    readonly sourceName?: string,
  ) {
    super(message, { cause });
  }
}

/** Engage refuses everything that we send because of a setting, which the message names. */
export class EngageMisconfigured extends AppError {
  readonly code = 'engage.misconfigured';
  readonly kind = 'rejected';
  /** HTTP status of Engage's answer. */
  readonly status: number | undefined;

  constructor(message: string, options: AppErrorOptions & { readonly status?: number | undefined } = {}) {
    super(message, options);
    this.status = options.status;
  }
}

/** None of the customer's messages has reached Engage, and without one Engage gives the conversation to no agent. */
export class HistoryRefused extends AppError {
  readonly code = 'handover.history-refused';
  readonly kind = 'rejected';
  constructor(reason: string) {
    super(`Engage has none of the customer's messages, so no agent can take the conversation. ${reason}`);
  }
}

/** The customer's messages wait for the note, so it does not wait longer than this, even if Engage requests it. */
const MOST_WAIT_FOR_NOTE_MS = 10_000;

/** A comment that Engage may accept later: after the wait that its refusal requests, up to ten seconds. */
export class NoteNotTaken extends AppError {
  readonly code = 'engage.note-not-taken';
  readonly kind = 'unavailable';
  constructor(cause: AppError) {
    const { message, retryAfterMs } = cause;
    super(message, { cause, retryAfterMs: retryAfterMs && Math.min(retryAfterMs, MOST_WAIT_FOR_NOTE_MS) });
  }
}

/** Two conversations cannot share a thread of Engage. */
export class ThreadTaken extends AppError {
  readonly code = 'handover.thread-taken';
  readonly kind = 'conflict';
}
