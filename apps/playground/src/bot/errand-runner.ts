import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type Clock, newId } from '#kernel';
import { type Answer, answerTo, isCancellation, NOBODY_THERE } from './answers.js';
import type { Chat } from './chat.js';
import type { Errand, Words } from './chat.types.js';
import type { Chats } from './chats.js';
import { ConnectorRefused } from './dialects/connector-calls.js';
import type { Dialect } from './dialects/dialect.js';
import { handoverRequest } from './handover-request.js';
import { BOT_NAME, CUSTOMER } from './shop.js';
import type { ShopAddress } from './shop-address.js';

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 5_000;

/**
 * Reports to the connector everything that happens in a chat: one errand at a time, in order, until it is accepted. An
 * errand that a crash interrupts is repeated with the same ids after the next start.
 */
export class ErrandRunner {
  private readonly running = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly chats: Chats,
    private readonly connector: Dialect,
    private readonly clock: Clock,
    private readonly log: Logger,
    private readonly address: ShopAddress,
    /** How long the bot seems to type. */
    private readonly typingMs: number,
  ) {}

  run(chat: Chat): void {
    if (this.running.has(chat.id) || !chat.nextErrand || this.stopping.signal.aborted) return;
    const finished = this.runAll(chat).then(
      () => {
        this.running.delete(chat.id);
        this.run(chat); // for errands that were planned at this moment
      },
      (error: unknown) => {
        this.running.delete(chat.id);
        this.log.error({ chat: chat.id, err: error }, 'The errands of a chat stopped');
      },
    );
    this.running.set(chat.id, finished);
  }

  /** Lets running calls finish; the remaining errands are done after the next start. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running.values());
  }

  private async runAll(chat: Chat): Promise<void> {
    for (let failures = 0; chat.nextErrand && !this.stopping.signal.aborted;) {
      const errand = chat.nextErrand;
      try {
        await this.perform(chat, errand);
        failures = 0;
      } catch (error) {
        if (error instanceof ConnectorRefused) await this.giveUp(chat, errand, error);
        else await this.retryLater(chat, errand, error, failures++);
      }
    }
  }

  private async perform(chat: Chat, errand: Errand): Promise<void> {
    if (errand.kind === 'pass-on') return this.passOn(chat, errand.entryId);
    if (errand.kind === 'say') return this.say(chat, errand);
    if (errand.kind === 'hand-over')
      await this.connector.startHandover(errand.id, handoverRequest(chat, errand.reason));
    if (errand.kind === 'cancel') await this.connector.cancelHandover(errand.id, chat.id);
    if (errand.kind === 'mark-read')
      await this.connector.postEvent(chat.id, { type: 'message_read', messageId: errand.entryId });
    chat.done();
    await this.chats.save(chat);
  }

  private async passOn(chat: Chat, entryId: string): Promise<void> {
    const entry = chat.entry(entryId);
    const words = wordsOf(entry ?? { text: '' });
    const { route, state } = await this.connector.postMessage({
      sessionId: chat.id,
      userId: chat.userId,
      messageId: entryId,
      author: 'user',
      ...words,
      sentAt: entry?.sentAt ?? '',
    });
    chat.mark(entryId, 'stored');
    chat.done();
    if (route === 'bot') this.answer(chat, words);
    else if (state === 'queue' && this.connector.canCancel && isCancellation(words.text))
      chat.plan({ kind: 'cancel', id: newId() });
    await this.chats.save(chat);
  }

  /** Plans the bot's answer to a customer's message. */
  answer(chat: Chat, words: Words): void {
    const name = chat.isNative ? undefined : CUSTOMER.firstname;
    reply(chat, answerTo({ ...words, name, misses: chat.record.misses }, this.address));
  }

  /** Shows the bot's message only if the connector lets the bot answer. */
  private async say(chat: Chat, { id, ...errand }: Errand & { kind: 'say' }): Promise<void> {
    await sleep(this.typingMs);
    const line = { ...wordsOf(errand), sentAt: this.clock.now().toISOString() };
    const { route } = await this.connector.postMessage({
      sessionId: chat.id,
      userId: chat.userId,
      messageId: id,
      author: 'bot',
      ...line,
    });
    if (route === 'bot') chat.say({ id, author: 'bot', name: BOT_NAME, ...line });
    chat.done();
    await this.chats.save(chat);
  }

  private async giveUp(chat: Chat, errand: Errand, error: ConnectorRefused): Promise<void> {
    this.log.warn({ chat: chat.id, errand: errand.kind, status: error.status }, error.message);
    chat.done();
    if (errand.kind === 'pass-on') chat.mark(errand.entryId, 'refused');
    if (errand.kind === 'hand-over') reply(chat, NOBODY_THERE);
    await this.chats.save(chat);
  }

  private async retryLater(chat: Chat, errand: Errand, error: unknown, failures: number): Promise<void> {
    this.log.warn({ chat: chat.id, errand: errand.kind, err: error }, 'The connector cannot be reached, retrying');
    if (errand.kind === 'pass-on') {
      chat.mark(errand.entryId, 'retrying');
      await this.chats.save(chat);
    }
    const delay = Math.min(FIRST_RETRY_MS * 2 ** failures, LONGEST_RETRY_MS);
    await sleep(delay, undefined, { signal: this.stopping.signal }).catch(() => undefined); // stopped: the loop ends
  }
}

/** Adds the bot's answer, and the handover that it may start, to the list. */
export function reply(chat: Chat, answer: Answer): void {
  chat.record.misses = answer.understood ? 0 : chat.record.misses + 1;
  chat.offer([]);
  chat.plan(...answer.messages.map((words) => ({ kind: 'say', id: newId(), ...words }) as const));
  if (answer.handOver) chat.plan({ kind: 'hand-over', id: newId(), reason: answer.handOver });
}

function wordsOf({ text, attachments, content, payload }: Words): Words {
  return {
    text,
    ...(attachments && { attachments }),
    ...(content && { content }),
    ...(payload !== undefined && { payload }),
  };
}
