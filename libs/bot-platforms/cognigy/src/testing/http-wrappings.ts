import axios, { type AxiosRequestConfig, type AxiosResponse } from 'axios';

/** Options of `httpRequest`, as the old library or as axios names them; the wrapping decides which of them are used. */
export interface HttpRequestOptions {
  readonly uri?: string;
  readonly url?: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly data?: unknown;
  readonly json?: unknown;
  readonly timeout?: number;
}

/** An implementation of `httpRequest`: which options it knows, and what it returns. */
export type HttpWrapping = (options: HttpRequestOptions) => Promise<unknown>;

/**
 * Since `httpRequest` runs on axios, Cognigy documents neither how the options are used nor what it returns. So these are all
 * the wrappings that fit its documentation, and the library that was used until 2025.24.
 */
export const HTTP_WRAPPINGS = {
  'axios as it is': (options) => axios(options),
  'known options translated, body answered': async (options) => (await axios(translated(options))).data,
  'body translated too, response answered': (options) => axios(withBody(options)),
  'body translated too, body answered': async (options) => (await axios(withBody(options))).data,
  'request-promise': (options) => requestPromise(options),
  'request-promise, whole response': (options) => requestPromise(options, true),
  'axios that never rejects': (options) => axios({ ...options, validateStatus: () => true }).then(plainCopy),
} satisfies Record<string, HttpWrapping>;

export type HttpWrappingName = keyof typeof HTTP_WRAPPINGS;

/** The options that Cognigy lists; axios' own names are not among them. */
function translated({ uri, url, method, headers, json }: HttpRequestOptions): AxiosRequestConfig {
  const target = uri ?? url;
  return { method, headers, ...(target !== undefined && { url: target }), ...(json !== undefined && { data: json }) };
}

function withBody(options: HttpRequestOptions): AxiosRequestConfig {
  return { ...translated(options), data: options.json ?? options.body };
}

/** request-promise 4: `json` is the body and asks for a parsed answer, `data` is ignored, and all but 2xx rejects. */
async function requestPromise(options: HttpRequestOptions, wholeResponse = false): Promise<unknown> {
  const { uri, url, method, headers, body, json } = options;
  const target = uri ?? url;
  if (target === undefined) throw new Error('options.uri is a required argument');
  const sent = json !== undefined && typeof json !== 'boolean' ? JSON.stringify(json) : body;
  const response = await fetch(target, { method, headers, ...(sent !== undefined && { body: sent }) });
  const text = await response.text();
  if (!response.ok)
    throw Object.assign(new Error(`${response.status} - ${text}`), {
      name: 'StatusCodeError',
      statusCode: response.status,
      error: text,
    });
  const answer: unknown = json === undefined ? text : JSON.parse(text);
  return wholeResponse ? { statusCode: response.status, headers: {}, body: answer } : answer;
}

function plainCopy({ status, statusText, headers, data }: AxiosResponse): object {
  return { status, statusText, headers: { ...headers }, data: data as unknown };
}
