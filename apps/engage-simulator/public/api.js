/** Calls the domain's control routes. A refusal becomes an Error with the domain's message. */
async function call(method, path, body) {
  const response = await fetch(`/_sim${path}`, {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  const value = text === '' ? undefined : JSON.parse(text);
  if (!response.ok) throw new Error(value?.message ?? `The domain answered ${response.status}`);
  return value;
}

export const loadOverview = () => call('GET', '/desk');
export const loadThread = (id, agentId) =>
  call('GET', `/desk/threads/${encodeURIComponent(id)}?agent=${encodeURIComponent(agentId)}`);
export const act = (agentId, action, body) => call('POST', `/agents/${encodeURIComponent(agentId)}/${action}`, body);

export const typeIn = (threadId, stop) => call('POST', `/threads/${encodeURIComponent(threadId)}/typing`, { stop });

export const loadPhones = () => call('GET', '/phone');
const phone = (source, customer) => `/phone/${encodeURIComponent(source)}/${encodeURIComponent(customer)}`;
export const loadPhone = (source, customer) => call('GET', phone(source, customer));
export const sendFromPhone = (source, customer, message) =>
  call('POST', `${phone(source, customer)}/messages`, message);
export const readOnPhone = (source, customer) => call('POST', `${phone(source, customer)}/read`);

/** Uploads a file for a message. @returns its id */
export async function upload(file) {
  const response = await fetch(`/_sim/files?filename=${encodeURIComponent(file.name)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.message);
  return answer.id;
}

/**
 * Calls `onChange` after every change in the domain, and after the connection is restored. `onLost` gets a text for the
 * reader after every failed attempt.
 */
export function watch(onChange, onLost) {
  const source = new EventSource('/_sim/desk/stream');
  source.addEventListener('message', onChange);
  source.addEventListener('open', onChange);
  source.addEventListener('error', () => onLost('The domain cannot be reached. Trying again …'));
}
