/** What is pasted into a flow's nodes. `{{…}}` and `$cs` are Cognigy's expressions, evaluated when the node runs. */

const SESSION = {
  urlToken: '{{input.URLToken}}',
  userId: '{{input.userId}}',
  sessionId: '{{input.sessionId}}',
  inputId: '{{input.inputId}}',
};

export const START_BODY = pretty({
  ...SESSION,
  channel: '{{input.channel}}',
  language: '{{input.language}}',
  profile: { $cs: { script: 'profile', type: 'object' } },
  transcript: { $cs: { script: 'input.transcript', type: 'object' } },
  cancelPayload: 'HANDOVER_CANCEL',
  categoryIds: [],
  options: { inactivityMinutes: 5 },
});

/** For closing and cancelling. */
export const END_BODY = pretty(SESSION);

export const INACTIVITY_BODY = pretty({ ...SESSION, minutes: 3 });

/** Shows the transformer at once that a handover runs; it is not displayed. */
export const WAITING_DATA = pretty({ handoverConnector: { status: 'queue' } });

export const START_DATA = pretty({ handoverConnector: { action: 'start', categoryIds: [] } });

/** Cognigy documents `input.handover` for Lookup nodes, but an injected event can only fill `input.data`. */
export const CODE_NODE = 'if (input.data && input.data.handover) {\n  input.handover = input.data.handover;\n}';

/**
 * Cognigy's HTTP Request node sends at most 65 kB; what happens above is not documented. This code keeps the newest turns
 * of the transcript that fit together with the profile and the rest of the body.
 */
export const TRANSCRIPT_NODE = `const bytes = (value) => encodeURIComponent(JSON.stringify(value)).replace(/%../g, 'x').length;
let left = 55000 - bytes(profile || {});
const newest = [];
for (const step of (Array.isArray(input.transcript) ? input.transcript : []).slice().reverse()) {
  left -= bytes(step) + 1;
  if (left < 0) break;
  newest.unshift(step);
}
input.transcript = newest;`;

function pretty(value: object): string {
  return JSON.stringify(value, null, 2);
}
