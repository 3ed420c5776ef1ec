/** Answers that are kept to be compared: more than a page asks for. */
const MOST_KEPT = 20;

/** A call that failed, in the words of the service. */
export class Problem extends Error {
  /**
   * @param {string} message
   * @param {number} [status] undefined: there was no answer
   */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** The admin API with a key. What was answered before is asked for by its ETag, so that a poll without news is small. */
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
   * @throws {Problem}
   */
  async get(path) {
    const known = this.#known.get(path);
    const response = await this.#call(path, known ? { headers: { 'if-none-match': known.etag } } : {});
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
   * @throws {Problem}
   */
  async post(path, body) {
    const headers = { 'content-type': 'application/json' };
    await this.#call(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /**
   * @param {string} path
   * @param {RequestInit} request
   */
  async #call(path, request) {
    const headers = { accept: 'application/json', authorization: `Bearer ${this.#key}`, ...request.headers };
    const response = await fetch(path, { ...request, cache: 'no-store', headers }).catch(() => undefined);
    if (!response)
      throw new Problem('The service cannot be reached. Check the network; the page tries again by itself.');
    if (response.ok || response.status === 304) return response;
    throw new Problem(await wordsOf(response), response.status);
  }
}

/** @param {Response} response */
async function wordsOf(response) {
  const problem = /** @type {{ detail?: string, errors?: { pointer: string, detail: string }[] }} */ (
    await jsonOf(response).catch(() => ({}))
  );
  const errors = (problem.errors ?? []).map(({ pointer, detail }) => `${pointer.slice(1)} ${detail}.`);
  return [problem.detail ?? `The call failed with status ${response.status}.`, ...errors].join(' ');
}

/**
 * @param {Response} response
 * @returns {Promise<unknown>}
 */
function jsonOf(response) {
  return response.json();
}
