import { genericRegistration } from '#bot-platforms/generic';
import { guideMarkdown, type SetupFacts } from '#setup-guide';
import { AGENT_IDENTITY_DEFAULT, BOT_IDENTITY_DEFAULT } from '#tenant-config';
import { NEEDED_EVENT_TYPES } from '#webhook-ingress';

const BEGIN = '<!-- The setup guide, written by `npm run readme`. -->';
const END = '<!-- End of the setup guide. -->';

/** A new tenant, as the README creates it. */
export const exampleFacts: SetupFacts = {
  slug: 'acme',
  publicUrl: 'https://handover.example.com',
  bot: {},
  engage: {
    baseApiUrl: undefined,
    botCategoryId: undefined,
    agentCategoryId: undefined,
    sourceId: undefined,
    realtimeEndpointUrl: undefined,
    verifyToken: 'cognigy123',
    nativeSourceIds: [],
    virtualAgent: false,
    replayWindow: 'observe',
    reenableWebhook: true,
    redact: [],
    botIdentity: BOT_IDENTITY_DEFAULT,
    agentIdentity: AGENT_IDENTITY_DEFAULT,
  },
  verifyTokenIsPublic: true,
  forwardOnlyHandover: false,
  engageUrl: 'https://handover.example.com/handover/rce/acme',
  botBaseUrl: 'https://handover.example.com/v1',
  urls: {},
  events: NEEDED_EVENT_TYPES,
  missing: [],
};

/** The README with the guide's own text in its place. @throws Error when the markers are missing */
export function withGuide(readme: string): string {
  const [before, after] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (before < 0 || after < before) throw new Error(`The README must hold "${BEGIN}" and, below it, "${END}".`);
  const guide = guideMarkdown(exampleFacts, genericRegistration.setup, 3);
  return `${readme.slice(0, before)}${BEGIN}\n\n${guide}\n\n${readme.slice(after)}`;
}
