import { readFileSync } from 'node:fs';
import { Secret } from '#kernel';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import type { Tenant } from '#tenant-config';

/** Recorded shapes of Engage's protocols, from `libs/engage-outbound/fixtures`. */
export function fixture<Content>(name: string): Content {
  return JSON.parse(readFileSync(new URL(`../../fixtures/${name}.json`, import.meta.url), 'utf8')) as Content;
}

export const SOURCE_ID = '64b1f0a2c9e77d0008a1b001';
export const REST_TOKEN = 'b829e5d736c456d48d43b4977588ce70';
export const SIGNING_KEY = '70d318177975efe51105e7b81d88371604342172c7ad5ef1761a44805779afca';

/** The fixtures' tenant; the server at `origin` plays its Engage domain. */
export function tenantOn(origin: string): Tenant {
  return aTenant({
    engage: {
      baseApiUrl: origin,
      apiAccessToken: new Secret(REST_TOKEN),
      sourceId: SOURCE_ID,
      realtimeEndpointUrl: `${origin}/realtime/sdk/${SOURCE_ID}`,
      realtimeAccessToken: new Secret(SIGNING_KEY),
    },
  });
}
