/* global createWebhookTransformer, uuid */
/*
 * Transformer of the Webhook Endpoint by which a flow answers on Engage's own sources: gives every output an id, so that an
 * output that is sent again is known again. Switch on Output only.
 */
function objectOf(value) {
  return value && typeof value === 'object' && !Array.isArray(value) ? value : {};
}

function withId(data) {
  const id = { messageId: typeof uuid === 'function' ? uuid() : uuid.v4() };
  return Object.assign({}, data, { handoverConnector: Object.assign(id, objectOf(data.handoverConnector)) });
}

createWebhookTransformer({
  handleOutput: async function (args) {
    const output = Object.assign({}, args.output);
    output.data = withId(objectOf(output.data));
    return { userId: args.userId, sessionId: args.sessionId, AIOutput: output };
  },
});
