import { Injectable } from '@nestjs/common';
import type { ConversationId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { AnswerTo, Fact } from '#handover-rules';
import { currentTrace } from '#traces';
import { DecideFacts } from './decide-facts.js';

/** Decides a fact of our own, e.g. of a delivery, a timer or an operator, inside the transaction that causes it. */
@Injectable()
export class DecideFact {
  constructor(private readonly facts: DecideFacts) {}

  /**
   * @throws UnknownConversation
   * @throws AppError of the rule that refuses the fact, TenantBeingChanged; then nothing is stored
   */
  async run<Type extends Fact['type']>(
    tenant: Tenant,
    { id }: { readonly id: ConversationId },
    fact: Extract<Fact, { readonly type: Type }>,
  ): Promise<AnswerTo<Type>> {
    const reference = { by: 'id', id } as const;
    const [outcome] = await this.facts.run(
      tenant.id,
      [
        {
          tenant,
          trace: currentTrace(),
          reference,
          begins: fact.type === 'start',
          work: (_, { decide }) => decide<Type>(fact),
        },
      ],
      true,
    );
    if (outcome === undefined || outcome === 'held') throw new Error('A fact was not decided.');
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value as AnswerTo<Type>;
  }
}
