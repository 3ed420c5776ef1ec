/** The section of the API document with the routes of this platform. */
export const COGNIGY_TAG = {
  name: 'Bots: Cognigy.AI',
  description: 'Called by flows and Endpoints of Cognigy.AI, as the setup guide shows.',
};
