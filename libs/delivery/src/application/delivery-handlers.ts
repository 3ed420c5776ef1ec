import { Injectable } from '@nestjs/common';
import type { DeliveryHandler } from '../ports/delivery-handler.js';

/** The handler of each kind of delivery. Handlers register themselves when their module starts. */
@Injectable()
export class DeliveryHandlers {
  private readonly byKind = new Map<string, DeliveryHandler>();

  /** @throws Error when the kind is taken */
  register(...handlers: readonly DeliveryHandler[]): void {
    for (const handler of handlers) {
      if (this.byKind.has(handler.kind)) throw new Error(`Two handlers for deliveries of kind ${handler.kind}.`);
      this.byKind.set(handler.kind, handler);
    }
  }

  find(kind: string): DeliveryHandler | undefined {
    return this.byKind.get(kind);
  }
}
