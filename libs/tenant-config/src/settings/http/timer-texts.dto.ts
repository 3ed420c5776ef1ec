import type { CustomerTexts } from '../../domain/settings/customer-texts.js';
import { IsCustomerTexts } from './customer-texts.decorator.js';

const BY_LANGUAGE = 'by language (BCP 47 tag), and `default` for all others. Default: nothing is sent.';

/** What the customer reads before a timer ends the handover; the bot is notified after it. */
export class TimerTextsDto {
  @IsCustomerTexts(`No agent took the conversation within \`noPickupMinutes\`, ${BY_LANGUAGE}`, {
    default: 'Sorry, no colleague is free at the moment.',
    de: 'Leider ist gerade niemand frei.',
  })
  readonly noPickup?: CustomerTexts;

  @IsCustomerTexts(`The customer was silent for too long, ${BY_LANGUAGE}`, {
    default: 'We have not heard from you for a while and end this chat.',
  })
  readonly inactivity?: CustomerTexts;

  @IsCustomerTexts(`The handover took longer than \`maxDurationMinutes\`, ${BY_LANGUAGE}`, {
    default: 'This chat has reached its time limit.',
  })
  readonly maxDuration?: CustomerTexts;
}
