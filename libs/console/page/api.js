import { call, jsonOf } from '../../web/page/call.js';

/** Number of answers that are kept for comparison: more than a page requests. */
const MOST_KEPT = 20;

/**
 * The admin API with a key. Repeated requests have the ETag of the last answer, so that a poll without changes is
 * small.
 */
export class Api {
  #key;
  /** @type {Map<string, { etag: string, body: unknown }>} */
  #known = new Map();

  /** @param {string} key */
  constructor(key) {
    this.#key = key;
  }

  /**
   * @template Body
   * @param {string} path
   * @returns {Promise<{ body: Body, isNews: boolean }>}
   * @throws {import('../../web/page/call.js').Problem}
   */
  async get(path) {
    const known = this.#known.get(path);
    const response = await call(this.#key, path, known ? { headers: { 'if-none-match': known.etag } } : {});
    if (response.status === 304 && known) return { body: /** @type {Body} */ (known.body), isNews: false };
    const body = /** @type {Body} */ (await jsonOf(response));
    const etag = response.headers.get('etag');
    this.#known.delete(path);
    if (etag) this.#known.set(path, { etag, body });
    const [oldest = ''] = this.#known.keys();
    if (this.#known.size > MOST_KEPT) this.#known.delete(oldest);
    return { body, isNews: true };
  }

  /**
   * @param {string} path
   * @param {Readonly<Record<string, unknown>>} body
   * @returns {Promise<void>}
   * @throws {import('../../web/page/call.js').Problem}
   */
  async post(path, body) {
    const headers = { 'content-type': 'application/json' };
    await call(this.#key, path, { method: 'POST', headers, body: JSON.stringify(body) });
  }
}
