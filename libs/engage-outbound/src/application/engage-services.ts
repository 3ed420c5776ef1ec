import type { Service } from '#delivery';

/** REST and the Send API are separate services, even on one host: either may fail while the other works. */
export const engageRest = (host: string): Service => ({ kind: 'engage-rest', host });

export const engageSendApi = (host: string): Service => ({ kind: 'engage-send-api', host });
