/** The section of the API document with the routes of this platform. */
export const CHATLAYER_TAG = {
  name: 'Bots: Chatlayer',
  description: 'Called by Chatlayer, at the address that the setup guide shows.',
};
