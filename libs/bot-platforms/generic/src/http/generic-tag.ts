/** The section of the API document with the routes of this platform. */
export const GENERIC_TAG = {
  name: 'Bots: generic',
  description: 'Operations for bots, with the bot key of their tenant.',
};
