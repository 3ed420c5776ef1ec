/**
 * One member of a request that is invalid.
 *
 * @typedef {object} InvalidMember
 * @property {string} pointer JSON pointer
 * @property {string} detail
 */

/** A call that failed, in the words of the service. */
export class Problem extends Error {
  /**
   * @param {string} detail
   * @param {number} [status] undefined: there was no answer
   * @param {readonly InvalidMember[]} [errors] what is invalid in the request
   */
  constructor(detail, status, errors = []) {
    super([detail, ...errors.map((error) => `${error.pointer.slice(1)} ${error.detail}.`)].join(' '));
    this.status = status;
    this.errors = errors;
  }
}

/**
 * Calls this service with an admin key.
 *
 * @param {string} key
 * @param {string} path
 * @param {RequestInit} [request]
 * @returns {Promise<Response>} a success, or 304
 * @throws {Problem}
 */
export async function call(key, path, request = {}) {
  const headers = { accept: 'application/json', authorization: `Bearer ${key}`, ...request.headers };
  const response = await fetch(path, { ...request, cache: 'no-store', headers }).catch(() => undefined);
  if (!response) throw new Problem('The service cannot be reached. Check the network.');
  if (response.ok || response.status === 304) return response;
  throw await problemOf(response);
}

/** @typedef {{ detail?: string, errors?: InvalidMember[] }} ProblemBody */

/** @param {Response} response */
async function problemOf(response) {
  /** @type {Promise<ProblemBody>} */
  const body = jsonOf(response);
  const { detail, errors } = await body.catch(() => /** @type {ProblemBody} */ ({}));
  return new Problem(detail ?? `The call failed with status ${response.status}.`, response.status, errors);
}

/**
 * @template Body
 * @param {Response} response
 * @returns {Promise<Body>} as the API document describes it
 */
export async function jsonOf(response) {
  const body = /** @type {unknown} */ (await response.json());
  return /** @type {Body} */ (body);
}
