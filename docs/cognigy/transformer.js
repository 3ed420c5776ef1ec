/* global clearTimeout, createSocketTransformer, crypto, getSessionStorage, httpRequest, setTimeout, uuid */
/*
 * Endpoint Transformer for Cognigy.AI: connects one Endpoint with Engage Handover.
 *
 * Paste it into the Endpoint's Transformer field, switch on Input, Output, Notify and Inject, leave "Abort on Error" off,
 * and put in the two secrets. For a Webhook Endpoint, or another one that is not Webchat or Socket.IO, replace
 * createSocketTransformer in the last line by createWebhookTransformer.
 *
 * Cognigy allows one HTTP request and five seconds per execution; this script needs one request and stops after four.
 */
const MESSAGES_URL = '{{MESSAGES_URL}}';
const BOT_KEY = '{{BOT_KEY}}';
const TRANSFORMER_SECRET = '{{TRANSFORMER_SECRET}}';
/** true: Engage gets every conversation. false: only what is said from a handover on. */
const FORWARD_ALL = '{{FORWARD_ALL}}' === 'true';

const TIMEOUT_MS = 4000;
const CLOCKS_MAY_DIFFER_S = 300;
const MAX_UNREPORTED = 10;
const MAX_SEEN = 50;
/** How deep an answer may stand inside what httpRequest answers. */
const MAX_WRAPPINGS = 3;
const RUNNING = ['queue', 'active'];

/** What this script remembers of a session. Session storage keeps what is assigned as a whole, not changes inside. */
function memoryOf(session) {
  return Object.assign({ handover: false, unreported: [], seen: [] }, session.handoverConnector);
}

function remember(session, changes) {
  session.handoverConnector = Object.assign(memoryOf(session), changes);
}

function objectOf(value) {
  return value && typeof value === 'object' && !Array.isArray(value) ? value : {};
}

function newId() {
  return typeof uuid === 'function' ? uuid() : uuid.v4();
}

function sign(timestamp, body) {
  return (
    'sha256=' +
    crypto
      .createHmac('sha256', TRANSFORMER_SECRET)
      .update(timestamp + '.' + body)
      .digest('hex')
  );
}

function withinTime(work) {
  if (typeof setTimeout !== 'function') return work; // then only the request's own timeout counts
  let timer;
  const late = new Promise(function (resolve, reject) {
    timer = setTimeout(function () {
      reject(new Error('The connector did not answer in time.'));
    }, TIMEOUT_MS);
  });
  return Promise.race([work, late]).finally(function () {
    clearTimeout(timer);
  });
}

/** The one HTTP request. What could not be reported before goes along; what cannot be reported now is kept for the next time. */
async function report(session, ids, message) {
  const memory = memoryOf(session);
  const said = Object.assign({ messageId: newId(), sentAt: new Date().toISOString() }, message);
  const document = Object.assign({}, ids, said, { handoverFlag: memory.handover });
  if (memory.unreported.length > 0) document.earlier = memory.unreported;
  try {
    const answer = answerIn(await withinTime(httpRequest(requestOf(document))), MAX_WRAPPINGS);
    remember(session, { unreported: [] });
    return answer;
  } catch (error) {
    if (memory.handover && message.direction !== 'event')
      remember(session, { unreported: keptAfter(error, memory.unreported, said).slice(-MAX_UNREPORTED) });
    throw error;
  }
}

/** What goes along with the next report: a message that the connector cannot read without its data at first, then not at all. */
function keptAfter(error, earlier, said) {
  const status = error && (error.status || error.statusCode || objectOf(error.response).status);
  if (status !== 400 && status !== 413) return earlier.concat([said]);
  const triedWhole = earlier.filter((message) => message.data).concat([said]);
  return triedWhole.map((message) => Object.assign({}, message, { data: undefined }));
}

/**
 * Cognigy's httpRequest runs on axios since 2025.25 and on request-promise before, and which options it translates is not documented:
 * this form is the same request behind all of them. The signature holds because each of them sends JSON.stringify(document).
 */
function requestOf(given) {
  const document = withoutReservedNames(given);
  const timestamp = String(Math.floor(Date.now() / 1000));
  return {
    url: MESSAGES_URL,
    uri: MESSAGES_URL,
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-API-Key': BOT_KEY,
      'X-Connector-Timestamp': timestamp,
      'X-Connector-Signature': sign(timestamp, JSON.stringify(document)),
    },
    data: document,
    json: document,
    timeout: TIMEOUT_MS,
  };
}

/** axios leaves these names out of what it sends, so they must not be signed either. */
function withoutReservedNames(document) {
  const text = JSON.stringify(document, function (name, value) {
    return name === '__proto__' || name === 'constructor' || name === 'prototype' ? undefined : value;
  });
  return JSON.parse(text);
}

/** The connector's answer: as text or parsed, by itself or as the `data` or `body` of a response. */
function answerIn(result, levels) {
  const value = objectOf(typeof result === 'string' ? JSON.parse(result) : result);
  if (value.route === 'agent' || value.route === 'bot') return value; // first: it may have a member `data` of its own
  const status = Number(value.status || value.statusCode || 200);
  if (status >= 300) throw Object.assign(new Error('The connector refused the call.'), { status: status });
  const inner = value.data === undefined ? value.body : value.data;
  if (!inner || levels === 0) throw new Error('The connector did not answer.');
  return answerIn(inner, levels - 1);
}

function idsOf(endpoint, input) {
  const channel = endpoint.channel || input.channel;
  return { urlToken: endpoint.URLToken, userId: input.userId, sessionId: input.sessionId, channel: channel };
}

/** Start payloads and empty messages: the customer did not write them. */
function isNothing(input) {
  const hasData = Object.keys(objectOf(input.data)).length > 0;
  return input.text === 'GET_STARTED' || (!input.text && !hasData);
}

async function handleInput(args) {
  const input = args.payload || objectOf(args.request && args.request.body);
  const ids = idsOf(args.endpoint, input);
  const session = await getSessionStorage(input.userId, input.sessionId);
  const running = memoryOf(session).handover;
  if (objectOf(objectOf(input.data)._cognigy).event) {
    if (running) await report(session, ids, { direction: 'event', text: '', data: input.data }).catch(ignore);
    return input; // Cognigy recognises its own events only if they are unchanged
  }
  if ((!FORWARD_ALL && !running) || (!running && isNothing(input))) return passedOn(session, input);
  try {
    const message = { direction: 'user', text: input.text || '', data: objectOf(input.data) };
    return routed(session, input, await report(session, ids, message));
  } catch {
    return running ? null : passedOn(session, input); // during a handover the flow must not answer; the message goes along with the next one
  }
}

function routed(session, input, answer) {
  if (answer.route === 'agent') {
    remember(session, { handover: true });
    return null;
  }
  remember(session, { handover: false });
  if (!answer.data) return passedOn(session, input);
  return merged(input, answer.data, answer.data.handover ? '' : input.text);
}

/** To the flow, with the refusal of a start that an output asked for: the flow could not read that answer. */
function passedOn(session, input) {
  const refusal = memoryOf(session).refusal;
  if (!refusal) return input;
  remember(session, { refusal: undefined });
  return merged(input, { handover: refusal }, input.text);
}

function merged(input, data, text) {
  const all = Object.assign({}, objectOf(input.data), data);
  return { userId: input.userId, sessionId: input.sessionId, text: text, data: all };
}

async function handleOutput(args) {
  const output = args.output || {};
  const shown = args.processedOutput === undefined ? output : args.processedOutput;
  const asked = objectOf(objectOf(output.data).handoverConnector);
  if (asked.origin) return shown; // an agent's words on their way to the customer
  const session = await getSessionStorage(args.userId, args.sessionId);
  if (RUNNING.includes(asked.status)) remember(session, { handover: true });
  if (asked.destination === 'user' && !asked.action) return shown;
  if (asked.action || FORWARD_ALL || memoryOf(session).handover) {
    const message = { direction: 'bot', text: output.text || '', data: objectOf(output.data) };
    const ids = idsOf(args.endpoint, args);
    const answer = await report(session, ids, message).catch(ignore);
    if (asked.action && answer) remember(session, { handover: answer.route === 'agent', refusal: refusalIn(answer) });
  }
  const says = output.text || Object.keys(objectOf(output.data)).some((key) => key !== 'handoverConnector');
  return asked.destination === 'agent' || (Object.keys(asked).length > 0 && !says) ? null : shown;
}

function refusalIn(answer) {
  const handover = objectOf(objectOf(answer.data).handover);
  return handover.status === 'error' ? handover : undefined;
}

/** Refuses what the connector did not sign, and what was seen already. @returns the body, or null */
async function accepted(args) {
  const body = objectOf(args.request && args.request.body);
  if (!isSigned(objectOf(args.request && args.request.headers), body)) {
    if (args.response) args.response.status(401).send();
    return null;
  }
  const session = await getSessionStorage(body.userId, body.sessionId);
  const data = objectOf(body.data);
  const eventId = objectOf(data.handover).eventId || objectOf(data.handoverConnector).eventId;
  const memory = memoryOf(session);
  const seen = (data.handover ? 'inject ' : 'notify ') + eventId;
  if (eventId && memory.seen.includes(seen)) return null;
  if (eventId) remember(session, { seen: memory.seen.concat([seen]).slice(-MAX_SEEN) });
  return { body: body, session: session };
}

function isSigned(headers, body) {
  const timestamp = String(headers['x-connector-timestamp']);
  const given = String(headers['x-connector-signature']);
  const wanted = sign(timestamp, JSON.stringify(body));
  const age = Math.abs(Date.now() / 1000 - Number(timestamp));
  return sign('', given) === sign('', wanted) && age <= CLOCKS_MAY_DIFFER_S; // hashed again: the time tells nothing
}

async function handleInject(args) {
  const call = await accepted(args);
  if (!call) return null;
  const status = objectOf(objectOf(call.body.data).handover).status;
  if (status) remember(call.session, { handover: RUNNING.includes(status) });
  return inputOf(call.body);
}

async function handleNotify(args) {
  const call = await accepted(args);
  return call ? inputOf(call.body) : null;
}

function inputOf(body) {
  return { userId: body.userId, sessionId: body.sessionId, text: body.text, data: body.data };
}

function ignore() {
  return undefined;
}

createSocketTransformer({ handleInput, handleOutput, handleInject, handleNotify });
