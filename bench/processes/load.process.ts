import { connect } from 'node:net';
import { Answers } from './answers.ts';
import { type Call, nextRequest } from './load-calls.ts';

/** One round: closed loop, each connection sends the next request when it has the previous answer. */
export interface LoadRequest {
  readonly url: string;
  readonly call: Call;
  readonly connections: number;
  /** Not measured, to warm up connections and code. */
  readonly warmUpMs: number;
  /** Ends after this time, or after `requests`. */
  readonly measureMs: number;
  readonly requests?: number;
}

export interface LoadResult {
  /** Number of requests, including those that are not measured. */
  readonly sent: number;
  readonly answered: number;
  /** Answers other than 2xx. */
  readonly refused: number;
  readonly firstRefusal: string | undefined;
  readonly seconds: number;
  /** Milliseconds, sorted. */
  readonly p50: number;
  readonly p99: number;
  /** Share of one core that this process used. */
  readonly processor: number;
  /** When the first request was sent, in milliseconds since 1970. */
  readonly startedAt: number;
}

/** The requests of one run. */
class Round {
  private readonly times: number[] = [];
  private sent = 0;
  private refused = 0;
  private firstRefusal: string | undefined;
  private left: number;
  private measuring = false;
  private over = false;
  private readonly request: LoadRequest;

  constructor(request: LoadRequest) {
    this.request = request;
    this.left = request.requests ?? Number.POSITIVE_INFINITY;
  }

  async run(): Promise<LoadResult> {
    const { connections, warmUpMs, measureMs } = this.request;
    const startedAt = performance.timeOrigin + performance.now();
    const work = Promise.all(Array.from({ length: connections }, () => this.connection()));
    await new Promise((done) => setTimeout(done, warmUpMs));
    this.measuring = true;
    const before = { time: performance.now(), usage: process.cpuUsage() };
    await Promise.race([work, new Promise((done) => setTimeout(done, measureMs).unref())]);
    const seconds = (performance.now() - before.time) / 1_000;
    const { user, system } = process.cpuUsage(before.usage);
    const answered = this.times.length;
    this.over = true;
    await work;
    const sorted = Float64Array.from(this.times.slice(0, answered)).sort();
    const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
    const { sent, refused, firstRefusal } = this;
    const processor = (user + system) / 1e6 / seconds;
    return { sent, answered, refused, firstRefusal, seconds, p50: at(0.5), p99: at(0.99), processor, startedAt };
  }

  private async connection(): Promise<void> {
    const url = new URL(this.request.url);
    const socket = connect(Number(url.port), url.hostname).setNoDelay();
    const answers = new Answers(socket);
    while (!this.over && this.left-- > 0) {
      const start = performance.now();
      this.sent++;
      socket.write(nextRequest(url, this.request.call));
      const { status, body } = await answers.next();
      if (this.measuring) this.times.push(performance.now() - start);
      if (status < 200 || status > 299) {
        this.refused++;
        this.firstRefusal ??= `${status} ${body}`;
      }
    }
    socket.destroy();
  }
}

process.on('message', (request: LoadRequest) => {
  new Round(request).run().then(
    (result) => process.send?.(result),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
process.send?.({ url: '' });
