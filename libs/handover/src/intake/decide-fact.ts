import { Injectable } from '@nestjs/common';
import { newId } from '#kernel';
import { type Tenant, TenantDirectory } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import { type AnswerTo, decide } from '../domain/machine/decide.js';
import type { Fact } from '../domain/machine/fact.js';
import { machineSettings, type Surroundings } from '../domain/machine/settings.js';
import { BotPlatforms } from '../ports/bot-platform.js';
import { ContactCentre } from '../ports/contact-centre.js';
import { missingForEngage, missingIn } from '../start/handover-requirements.js';
import { LoadSituation } from './load-situation.js';
import { StoreDecision } from './store-decision.js';

/** Loads, decides, stores: the one way by which a fact changes a conversation. */
@Injectable()
export class DecideFact {
  constructor(
    private readonly tenants: TenantDirectory,
    private readonly loading: LoadSituation,
    private readonly storing: StoreDecision,
    private readonly platforms: BotPlatforms,
    private readonly contactCentre: ContactCentre,
  ) {}

  /**
   * Runs in the running transaction; the caller holds the conversation's lock.
   *
   * @throws AppError of the rule that refuses the fact, TenantBeingChanged; then nothing is stored
   */
  async run<Type extends Fact['type']>(
    tenant: Tenant,
    conversation: Conversation,
    fact: Extract<Fact, { readonly type: Type }>,
  ): Promise<AnswerTo<Type>> {
    const { situation, now } = await this.loading.run(tenant, conversation, fact);
    const settings = machineSettings(tenant, this.surroundings(tenant, conversation));
    const { decision, answer } = decide<Type>(situation, { ...fact, id: newId() }, settings, now);
    // A handover never begins with settings that do not count any more.
    if (decision.handover?.type === 'begin') await this.tenants.hold(tenant);
    await this.storing.run(tenant, conversation, decision);
    return answer;
  }

  private surroundings(tenant: Tenant, conversation: Conversation): Surroundings {
    const platform = this.platforms.of(tenant);
    const owner = conversation.nativeChannel ? 'engage' : 'bot';
    return {
      activeFrom: platform.activeFrom,
      missingToSend: missingIn(() => this.contactCentre.destination(tenant, owner)),
      // A bot that could never receive the answers is refused at once.
      missingToStart: [
        ...missingForEngage(tenant, conversation),
        ...missingIn(() => platform.destination(tenant, conversation.address)),
      ],
    };
  }
}
