import { EventEmitter } from 'node:events';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Chat } from './chat.js';
import type { ChatRecord } from './chat.types.js';

/** All chats, each in a JSON file of its own. */
export class Chats {
  private readonly chats = new Map<string, Chat>();
  private readonly changes = new EventEmitter().setMaxListeners(0);
  /** The running or waiting write of each chat: two writes to one file never overlap. */
  private readonly writes = new Map<string, Promise<void>>();

  private constructor(private readonly directory: string) {}

  static async load(directory: string): Promise<Chats> {
    await mkdir(directory, { recursive: true });
    const chats = new Chats(directory);
    for (const file of await readdir(directory)) {
      if (!file.endsWith('.json')) continue;
      const record = JSON.parse(await readFile(join(directory, file), 'utf8')) as ChatRecord;
      chats.chats.set(record.id, new Chat(record));
    }
    return chats;
  }

  all(): Iterable<Chat> {
    return this.chats.values();
  }

  find(id: string): Chat | undefined {
    return this.chats.get(id);
  }

  async add(chat: Chat): Promise<void> {
    this.chats.set(chat.id, chat);
    await this.save(chat);
  }

  /** Resolves once the current state of the chat is on disk; its watchers are notified. */
  async save(chat: Chat): Promise<void> {
    const running = this.writes.get(chat.id) ?? Promise.resolve();
    const write = running.then(() => this.write(chat));
    this.writes.set(
      chat.id,
      write.catch(() => undefined),
    );
    await write;
    this.changes.emit(chat.id);
  }

  /** Calls `then` after every change of the chat. @returns a function that ends the watch */
  watch(id: string, then: () => void): () => void {
    this.changes.on(id, then);
    return () => this.changes.off(id, then);
  }

  private async write(chat: Chat): Promise<void> {
    const file = join(this.directory, `${encodeURIComponent(chat.id)}.json`);
    await writeFile(`${file}.tmp`, JSON.stringify(chat.record));
    await rename(`${file}.tmp`, file);
  }
}
