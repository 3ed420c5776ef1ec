import type { Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly body: string;
}

/** Reads answers with a content-length, one at a time. A client library would need several times the processor time. */
export class Answers {
  private buffered = '';
  private take: ((answer: RawAnswer) => void) | undefined;
  private fail: ((error: Error) => void) | undefined;

  constructor(socket: Socket) {
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => this.add(chunk));
    socket.on('error', (error) => this.fail?.(error));
    socket.on('end', () => this.fail?.(new Error('The server closed a connection.')));
  }

  /** @throws Error when the connection ends first */
  next(): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      this.take = resolve;
      this.fail = reject;
    });
  }

  private add(chunk: string): void {
    this.buffered += chunk;
    const head = this.buffered.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(this.buffered.slice(0, head))?.[1] ?? 0);
    if (this.buffered.length < head + 4 + length) return;
    const status = Number(this.buffered.slice(9, 12));
    const body = this.buffered.slice(head + 4, head + 4 + length);
    this.buffered = '';
    this.take?.({ status, body });
  }
}
