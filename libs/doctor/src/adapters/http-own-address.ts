import { HttpService } from '@nestjs/axios';
import { Injectable } from '@nestjs/common';
import type { AxiosRequestConfig } from 'axios';
import { pastStaleSocket } from '#web';
import { OwnAddressUnreachable } from '../domain/own-address-unreachable.error.js';
import { type OwnAnswer, OwnAddress } from '../ports/own-address.js';

const MOST_BYTES = 64 * 1024;

/** `PUBLIC_URL` is the operator's word, so that no address guard is needed. */
export const OWN_ADDRESS_CONFIG: AxiosRequestConfig = {
  maxRedirects: 0,
  maxContentLength: MOST_BYTES,
  proxy: false,
  responseType: 'text',
  transformResponse: [(data: unknown) => data],
  validateStatus: () => true,
  headers: { 'User-Agent': 'engage-handover' },
};

@Injectable()
export class HttpOwnAddress extends OwnAddress {
  constructor(private readonly http: HttpService) {
    super();
  }

  async get(url: string, signal: AbortSignal): Promise<OwnAnswer> {
    try {
      const { status, data } = await pastStaleSocket(() => this.http.axiosRef.get<unknown>(url, { signal }));
      return { status, text: String(data) };
    } catch (error) {
      signal.throwIfAborted();
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown failure';
      throw new OwnAddressUnreachable(`${new URL(url).origin} cannot be reached from here (${code}).`);
    }
  }
}
