export const BOT_NAME = 'Pip';

interface Order {
  readonly coffee: string;
  /** The state in three words; `status` is the end of a sentence. */
  readonly brief: string;
  readonly status: string;
}

/** What the bot may say about the shop's orders. */
export const ORDERS: Readonly<Record<string, Order>> = {
  '1042': {
    coffee: 'Yirgacheffe',
    brief: 'Roasted this morning',
    status: 'roasted this morning and leaves the house today. It should arrive within two days',
  },
  '1043': {
    coffee: 'Antigua',
    brief: 'With the courier',
    status: 'with the courier. Delivery is planned for tomorrow between 9 and 12',
  },
  '1044': {
    coffee: 'Huila',
    brief: 'Waiting for beans',
    status: 'waiting for the Huila beans, which arrive on Thursday',
  },
};

/** This week's coffees; each has a picture of its name under `/images`. */
export const COFFEES = [
  {
    name: 'Huila',
    taste: 'Colombia · dark chocolate and cherry',
    brewing: 'an espresso: 18 g of coffee, 36 g in the cup, 28 seconds',
  },
  {
    name: 'Yirgacheffe',
    taste: 'Ethiopia · bergamot and peach',
    brewing: 'a filter: 15 g on 250 g of water at 94 °C, three minutes',
  },
  {
    name: 'Antigua',
    taste: 'Guatemala · hazelnut and orange',
    brewing: 'a French press: 30 g on 500 g of water, four minutes',
  },
] as const;

export const SHOP_PLACE = { title: 'Northwind Coffee, Gothenburg', latitude: 57.6996, longitude: 11.9546 } as const;

/** The customer who is signed in on the shop page, with the data that an agent sees. */
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
