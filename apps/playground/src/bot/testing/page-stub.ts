import type { Changes, Entry } from '../chat.types.js';

/** A chat page without a browser: it opens a chat, follows it, and merges the changes. */
export class PageStub {
  readonly entries = new Map<string, Entry>();
  status: Changes['status'] | undefined;
  lastEventId = '';
  private leaving = new AbortController();
  private readonly waiting = new Set<() => void>();

  private constructor(
    private readonly url: string,
    readonly chatId: string,
  ) {}

  static async open(url: string, chatId?: string): Promise<PageStub> {
    const page = new PageStub(url, chatId ?? (await create(url)));
    await page.follow();
    return page;
  }

  async follow(): Promise<void> {
    this.leaving = new AbortController();
    const response = await fetch(`${this.url}/api/chats/${this.chatId}/updates`, {
      headers: this.lastEventId ? { 'last-event-id': this.lastEventId } : {},
      signal: this.leaving.signal,
    });
    if (!response.body) throw new Error(`No stream: ${response.status}`);
    void this.read(response.body);
  }

  leave(): void {
    this.leaving.abort();
  }

  send(text: string, id: string = crypto.randomUUID(), more: object = {}): Promise<number> {
    return this.tell('messages', { id, text, ...more });
  }

  async upload(
    filename: string,
    body: NonNullable<RequestInit['body']>,
  ): Promise<{ status: number; file: { id: string; url: string } }> {
    const url = `${this.url}/api/chats/${this.chatId}/files?filename=${encodeURIComponent(filename)}`;
    const response = await fetch(url, { method: 'POST', body });
    return { status: response.status, file: (await response.json()) as { id: string; url: string } };
  }

  async tell(what: 'messages' | 'seen' | 'typing', body: object): Promise<number> {
    const response = await fetch(`${this.url}/api/chats/${this.chatId}/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.status;
  }

  /** Everything shown, as `author: text`, in order. */
  get lines(): string[] {
    const sorted = [...this.entries.values()].sort((a, b) => a.order - b.order);
    return sorted.map(({ author, text }) => `${author}: ${text}`);
  }

  /** Resolves once the page meets the condition. */
  async sees(condition: (page: PageStub) => boolean): Promise<void> {
    const deadline = AbortSignal.timeout(5_000);
    while (!condition(this)) {
      if (deadline.aborted) throw new Error(`Never seen. Shown: ${JSON.stringify([this.lines, this.status])}`);
      await new Promise<void>((resolve) => {
        this.waiting.add(resolve);
        deadline.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  private async read(body: AsyncIterable<Uint8Array>): Promise<void> {
    let rest = '';
    const decoder = new TextDecoder();
    try {
      for await (const chunk of body) {
        const frames = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
        rest = frames.pop() ?? '';
        frames.forEach((frame) => this.merge(frame));
      }
    } catch (error) {
      if (!this.leaving.signal.aborted && !(error instanceof TypeError)) throw error; // TypeError: the bot was stopped
    }
  }

  private merge(frame: string): void {
    const data = /^data: (.*)$/m.exec(frame)?.[1];
    this.lastEventId = /^id: (.*)$/m.exec(frame)?.[1] ?? this.lastEventId;
    if (!data) return;
    const { entries, status } = JSON.parse(data) as Changes;
    for (const entry of entries) this.entries.set(entry.id, entry);
    this.status = status;
    for (const wake of this.waiting) wake();
    this.waiting.clear();
  }
}

async function create(url: string): Promise<string> {
  const response = await fetch(`${url}/api/chats`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  return ((await response.json()) as { chatId: string }).chatId;
}
