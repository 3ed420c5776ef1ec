import type { Saying } from './cells.js';
import { FILES } from './file-host.js';

export const PICTURE = `${FILES}/photo.png`;

/** Longer than the 80 characters that Engage shows of a choice. */
export const LONG_TITLE = 'Everything about the delivery of parcels that are larger than the letter box of the house';

const without = (because: string, ...what: string[]): Required<Pick<Saying, 'lost'>> => ({ lost: { what, because } });

export const NO_PICTURES_OF_CHOICES = without('Without their pictures: Engage shows none on choices.', PICTURE);
export const PICTURES_OF_SOME = without(
  'Without the picture: Engage shows pictures on every card or on none, and not every card has one.',
  PICTURE,
);
export const LINK_REFUSED = without(
  'The link answers 404: programs are not passed on, also where Engage accepts them.',
  `${FILES}/setup.exe`,
);
export const PAYLOAD_UNHEARD = without(
  'Without the payload: Engage carries ASCII only. The text says what was chosen.',
);

export const CARD_IN_WORDS = without('Without pictures: cards and links have none in words.', PICTURE);
