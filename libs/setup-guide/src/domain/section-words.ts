import type { SetupSection } from './setup-step.js';

/** The heading and purpose of a section. */
export interface SectionWords {
  readonly title: string;
  readonly intro: string;
}

export const SECTION_WORDS: Readonly<Record<SetupSection, SectionWords>> = {
  reach: {
    title: 'Before you start',
    intro: 'You need administrator rights in Engage Digital (now called RingCX Digital) and on your bot platform.',
  },
  engage: {
    title: 'Engage',
    intro:
      'The steps marked "by hand" are the only ones that cannot be done through Engage\'s API. This service does the rest in one call.',
  },
  'by-hand': {
    title: 'Engage by hand instead',
    intro: 'What the setup call does. You need this only for parts that the user of the API access token may not do.',
  },
  bot: { title: 'Your bot', intro: 'The steps on the side of the bot.' },
  test: {
    title: 'Test',
    intro: "First the checks, then a conversation from the customer's first message to the return to the bot.",
  },
};
