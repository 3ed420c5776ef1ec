import { setTimeout as pause } from 'node:timers/promises';
import { control } from '../harness/index.js';
import type { ChaosWorld } from './chaos-world.js';
import type { ChaosConversation } from './conversation.js';

const LOOK_MS = 50;
/** How long the effects of earlier faults may last, e.g. waits before retries, in milliseconds. */
const CALM_MS = 30_000;
/** Longer than the promised time. */
const PATIENCE_MS = 20_000;

interface Waiting {
  readonly conversation: ChaosConversation;
  readonly text: string;
}

/**
 * Measures how long conversations stop after a worker is killed: until Engage has all messages that were acknowledged
 * before.
 */
export class Standstill {
  private readonly times: number[] = [];

  constructor(private readonly conversations: readonly ChaosConversation[]) {}

  /** The longest of all, in milliseconds. */
  get longestMs(): number {
    return Math.max(0, ...this.times);
  }

  /** Number of measured deaths of workers. */
  get deaths(): number {
    return this.times.length;
  }

  /**
   * Measures a death once the effects of earlier faults are over. Faults that Engage was ordered and has not had are taken
   * back, e.g. a 429 that stops all calls to its domain. A new worker is started first: another may still wait for answers
   * on broken connections. If the effects last too long, the death is not measured.
   */
  async afterDeath(chaos: ChaosWorld, random: () => number): Promise<void> {
    for (const tenant of chaos.world.tenants) await control(tenant, 'DELETE', '/faults');
    await chaos.addWorker();
    const isCalm = await this.haveArrived(this.acknowledged(), CALM_MS);
    const waiting = this.acknowledged();
    const killedAt = performance.now();
    await chaos.killWorker(random);
    await this.haveArrived(waiting, PATIENCE_MS);
    if (isCalm) this.times.push(performance.now() - killedAt);
  }

  /** The last text of each conversation: once it has arrived, all earlier ones have. */
  private acknowledged(): Waiting[] {
    return this.conversations.flatMap((conversation) => {
      const text = conversation.toEngage.at(-1);
      return text === undefined ? [] : [{ conversation, text }];
    });
  }

  private async haveArrived(waiting: readonly Waiting[], withinMs: number): Promise<boolean> {
    const until = performance.now() + withinMs;
    let left = waiting;
    while (performance.now() < until) {
      left = left.filter(({ conversation, text }) => !conversation.isInEngage(text));
      if (left.length === 0) return true;
      await pause(LOOK_MS);
    }
    return false;
  }
}
