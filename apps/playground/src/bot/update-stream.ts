import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Chat } from './chat.js';
import type { Chats } from './chats.js';
import type { Presence } from './presence.js';

const HEARTBEAT_MS = 15_000;

/**
 * Live updates by server-sent events. An event's id is the chat's revision. When the browser reconnects, it sends the
 * last id and gets all changes since then, so that nothing is missed.
 */
export class UpdateStream {
  private readonly streams = new Set<() => void>();

  constructor(
    private readonly chats: Chats,
    private readonly presence: Presence,
  ) {}

  open(chat: Chat, request: FastifyRequest, reply: FastifyReply): void {
    let seen = Number(request.headers['last-event-id'] ?? 0) || 0;
    if (seen > chat.record.revision) seen = 0; // from before this chat was lost
    reply.hijack();
    const stream = reply.raw;
    stream.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    stream.write('retry: 1000\n\n');
    const send = (): void => {
      const changes = chat.changesSince(seen);
      if (!changes) return;
      seen = changes.revision;
      stream.write(`id: ${seen}\ndata: ${JSON.stringify(changes)}\n\n`);
    };
    const unwatch = this.chats.watch(chat.id, send);
    const leave = this.presence.arrive(chat);
    const heartbeat = setInterval(() => stream.write(':\n\n'), HEARTBEAT_MS);
    const end = (): void => void stream.end();
    this.streams.add(end);
    stream.once('close', () => {
      clearInterval(heartbeat);
      unwatch();
      leave();
      this.streams.delete(end);
    });
    send();
  }

  stop(): void {
    for (const end of this.streams) end();
  }
}
