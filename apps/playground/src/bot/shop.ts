export const BOT_NAME = 'Pip';

/** What the bot may tell about the shop's orders. */
export const ORDERS: Readonly<Record<string, string>> = {
  '1042': 'roasted this morning and leaves the house today. It should arrive within two days',
  '1043': 'with the courier. Delivery is planned for tomorrow between 9 and 12',
  '1044': 'waiting for the Huila beans, which arrive on Thursday',
};

/** The customer who is signed in on the shop page; what an agent gets to see of her. */
export const CUSTOMER = {
  firstname: 'Maya',
  lastname: 'Okafor',
  email: 'maya.okafor@example.com',
  mobile_phone: '+46705550142',
  gender: 'female',
  loyalty: { tier: 'Gold', points: 1280 },
  address: { city: 'Gothenburg', country: 'Sweden' },
  favourites: ['Huila', 'Yirgacheffe'],
  open_orders: Object.keys(ORDERS).map((number) => `NW-${number}`),
} as const;
