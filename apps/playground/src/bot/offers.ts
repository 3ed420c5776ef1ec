import type { Choice, RichContent } from '#rich-content';
import { COFFEES, ORDERS, SHOP_PLACE } from './shop.js';
import type { ShopAddress } from './shop-address.js';

/** The topics of the bot. */
export const MENU: readonly Choice[] = [
  { title: 'Opening hours', payload: 'opening-hours' },
  { title: 'Where is my order?', payload: 'order-status' },
  { title: 'Recommend a coffee', payload: 'recommend' },
  { title: 'Talk to a person', payload: 'talk-to-a-person' },
];

/** This week's coffees side by side. */
export function coffees(address: ShopAddress): RichContent {
  return {
    type: 'carousel',
    items: COFFEES.map(({ name, taste }) => ({
      title: name,
      subtitle: taste,
      imageUrl: picture(name, address),
      buttons: [
        { type: 'reply', title: `How to brew ${name}`, payload: `brew ${name}` },
        { type: 'url', title: 'See the beans', url: address.ofPage('/#beans') },
      ],
    })),
  };
}

/** The customer's open orders, one below the other. */
export function orderList(address: ShopAddress): RichContent {
  return {
    type: 'list',
    items: Object.entries(ORDERS).map(([number, { brief, coffee }]) => ({
      title: `NW-${number}`,
      subtitle: brief,
      imageUrl: picture(coffee, address),
      buttons: [{ type: 'reply', title: `Track NW-${number}`, payload: `NW-${number}` }],
    })),
  };
}

/** Address of the page with the opening hours. */
export function hours(address: ShopAddress): RichContent {
  return {
    type: 'rich_link',
    title: 'Visit us',
    subtitle: 'The way to our roastery',
    url: address.ofPage('/#visit'),
    imageUrl: picture('roastery', address),
  };
}

export function place(): RichContent {
  return { type: 'location', ...SHOP_PLACE };
}

/** The choices of a customer who wants to return something. */
export function returns(person: Choice): RichContent {
  return {
    type: 'buttons',
    items: [
      { type: 'reply', ...person },
      { type: 'phone', title: 'Call us', phoneNumber: '+46315550100' },
    ],
  };
}

function picture(name: string, address: ShopAddress): string {
  return address.ofFile(`/images/${name.toLowerCase()}.png`);
}
