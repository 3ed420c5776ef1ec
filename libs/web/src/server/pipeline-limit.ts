import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Requests of one connection that are processed at the same time. Current clients send the next one after the answer.
 */
const MOST_IN_FLIGHT = 4;
/** How long a connection that sent more may take to receive the first answers, in milliseconds. */
const LAST_ANSWERS_MS = 5_000;

interface Pipeline {
  inFlight: number;
  isOver: boolean;
}

/**
 * Limits HTTP/1.1 pipelining (RFC 9112, 9.3.2): otherwise a few kilobytes of requests could cause gigabytes of answers.
 * Beyond the limit nothing more is read; the first requests are answered, then the connection is closed, and the caller
 * may repeat the others.
 */
export class PipelineLimit {
  private readonly pipelines = new WeakMap<Socket, Pipeline>();

  /** @returns whether the request should be answered */
  admit({ socket }: IncomingMessage, answer: ServerResponse): boolean {
    const pipeline = this.pipelines.get(socket) ?? { inFlight: 0, isOver: false };
    this.pipelines.set(socket, pipeline);
    if (pipeline.isOver) return false;
    if (pipeline.inFlight >= MOST_IN_FLIGHT) {
      this.endAfterAnswers(socket, pipeline);
      return false;
    }
    pipeline.inFlight++;
    answer.once('close', () => {
      pipeline.inFlight--;
      if (pipeline.isOver && pipeline.inFlight === 0) socket.destroy();
    });
    return true;
  }

  private endAfterAnswers(socket: Socket, pipeline: Pipeline): void {
    pipeline.isOver = true;
    socket.pause();
    const late = setTimeout(() => socket.destroy(), LAST_ANSWERS_MS).unref();
    socket.once('close', () => clearTimeout(late));
  }
}
