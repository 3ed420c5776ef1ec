import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConversationStatus, type BotEvent, type BotEventBody } from '#handover';
import { type ConversationId, type HandoverId, type JsonObject, newId, type SessionId, type UserId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { TenantOverrides } from '../../../../tenant-config/src/testing/a-tenant.js';
import { ACCESS_TOKEN, ChatlayerApp } from '../testing/chatlayer-app.js';
import { fixture, fixtures } from '../testing/chatlayer-fixtures.js';
import { fillTemplate, fillText } from './action-template.js';
import { agentBubbles } from './agent-message.js';
import { ConversationActions } from './conversation-actions.js';
import {
  attachmentMessage,
  buttonMessage,
  carouselMessage,
  listMessage,
  type MessageTemplate,
  quickReplyMessage,
  textMessage,
} from './message-templates.js';

const SESSION = '1773914402758';
const ADDRESS = { botId: 'hv4k9tqm', version: 'LIVE', channel: 'web' };
const AFTER = '0c93e8b7-62fa-4d15-b84e-f5a1d7063c29';

let chatlayer: ChatlayerApp;
let tenant: Tenant;
beforeAll(async () => {
  chatlayer = await ChatlayerApp.start();
});
afterAll(() => chatlayer.stop());
beforeEach(() => {
  tenant = chatlayer.reset();
});

function event(body: BotEventBody, more: { address?: JsonObject; sessionId?: string } = {}): BotEvent {
  return {
    ...body,
    id: newId(),
    conversationId: newId<ConversationId>(),
    sessionId: (more.sessionId ?? SESSION) as SessionId,
    userId: SESSION as UserId,
    address: more.address ?? ADDRESS,
    sequence: 1,
    occurredAt: '2026-03-19T10:20:00.000Z',
  };
}
type Attachments = Extract<BotEventBody, { type: 'agent.message' }>['data']['attachments'];
const agentSays = (text: string, attachments: Attachments = [], more?: Parameters<typeof event>[1]) =>
  event(
    {
      type: 'agent.message',
      data: { messageId: newId(), text, attachments, agentName: 'Noor', sentAt: '2026-03-19T10:07:00.000Z' },
    },
    more,
  );
const status = (
  name: 'accepted' | 'queueUpdate' | 'agentJoined' | 'completed' | 'cancelled' | 'error',
  more: object = {},
) => {
  const at = { accepted: 'queue', queueUpdate: 'queue', agentJoined: 'active' } as const;
  const data = {
    handoverId: newId<HandoverId>(),
    status: name in at ? at[name as 'accepted'] : name,
    event: name,
    ...more,
  };
  return event({ type: 'handover.status', data } as BotEventBody);
};
const deliver = (received: BotEvent, settings?: JsonObject, more?: TenantOverrides) => {
  if (settings || more) tenant = chatlayer.configure({ ...more, bot: { settings: settings ?? {} } });
  return chatlayer.under.platform.deliver(tenant, received, new AbortController().signal);
};
const actions = () => chatlayer.stub.actionsOf(SESSION);
const said = (text: string) => ({ sendMessages: [{ textMessageTemplate: { textMessages: [{ text }] } }] });

describe('what is sent to Chatlayer', () => {
  const back = { nextDialogstateId: 'e07b5a63-1d4c-4f28-86e9-3b7f20d9c5a1' };
  const answer = (value: string) => ({ ...back, sessionDataToSet: [{ key: 'answer', value }] });
  const link = (title: string, page: string) => ({ title, url: `https://${page}` });
  const BUILT: Record<string, MessageTemplate[]> = {
    'actions.send-text.json': [textMessage('Hello, this is Noor. I have your invoice in front of me.')],
    'actions.send-two-texts.json': [textMessage('First bubble'), textMessage('Second bubble')],
    'actions.send-image.json': [attachmentMessage('https://cdn.example.test/agent/invoice-p1.png', 'image')],
    'actions.send-video.json': [attachmentMessage('https://cdn.example.test/agent/howto.mp4', 'video')],
    'actions.send-file-as-link.json': [
      buttonMessage('Your corrected invoice (PDF)', [
        link('Open file', 'connector.example.test/files/8f2c/invoice-march.pdf'),
      ]),
    ],
    'actions.send-buttons.json': [
      buttonMessage('Was this helpful?', [
        link('Rate us', 'survey.example.test/q/1'),
        { title: 'Call us', phoneNumber: '+3292000000' },
        { title: 'Back to the bot', postback: { ...back, sessionDataToSet: [{ key: 'source', value: 'agent' }] } },
      ]),
    ],
    'actions.send-quick-replies.json': [
      quickReplyMessage('Shall I change the meter reading?', [
        { title: 'Yes', imageUrl: 'https://cdn.example.test/icons/yes.png', postback: answer('yes') },
        { title: 'No', imageUrl: 'https://cdn.example.test/icons/no.png', postback: answer('no') },
      ]),
    ],
    'actions.send-carousel.json': [
      carouselMessage([
        {
          title: 'Green plan',
          subTitle: '100% wind',
          imageUrl: 'https://cdn.example.test/plans/green.jpg',
          buttons: [link('Details', 'www.example.test/green')],
        },
        {
          title: 'Night plan',
          imageUrl: 'https://cdn.example.test/plans/night.jpg',
          buttons: [link('Details', 'www.example.test/night')],
        },
      ]),
    ],
    'actions.send-list.json': [
      listMessage(
        [
          {
            title: 'Invoice February',
            subTitle: '61.20 EUR',
            imageUrl: 'https://cdn.example.test/i/feb.png',
            button: link('Open', 'account.example.test/i/feb'),
          },
          {
            title: 'Invoice March',
            imageUrl: 'https://cdn.example.test/i/mar.png',
            button: link('Open', 'account.example.test/i/mar'),
          },
        ],
        link('All invoices', 'account.example.test/i'),
      ),
    ],
  };

  it.each(Object.keys(BUILT))('%s is equal, and accepted by Chatlayer', async (file) => {
    const messages = BUILT[file] ?? [];
    expect({ sendMessages: messages }).toEqual(fixture(file));
    const bot = (await import('../application/chatlayer-bot.js')).chatlayerBotOf(tenant);
    const target = { tenantId: tenant.id, bot, botId: 'hv4k9tqm', version: 'LIVE', sessionId: SESSION };
    await chatlayer.under.app.get(ConversationActions).sendMessages(target, messages, AbortSignal.timeout(5_000));
    expect(actions()).toEqual([fixture(file)]);
  });

  it('covers every fixture', () => {
    const others = ['pause', 'resume', 'set-session', 'trigger-dialog'].map(
      (name) => `actions.${name}.unverified.json`,
    );
    const files = fixtures('connector->chatlayer').map(({ file }) => file);
    // the deprecated webview call can neither name a version nor resume a bot, so it is not used
    expect(files.filter((file) => file !== 'legacy-webview.send-and-goto.json').sort()).toEqual(
      [...Object.keys(BUILT), ...others].sort(),
    );
  });

  it('goes to the conversation of the bot and version it came from, with the access token', async () => {
    await deliver(
      agentSays('Hi', [], { address: { botId: 'hv4k9tqm', version: 'DRAFT' }, sessionId: 'emulator-1/ö..?' }),
    );
    await deliver(agentSays('Hi', [], { address: {}, sessionId: '%2E%2E' }));
    const [first, second] = chatlayer.stub.server.requests;
    expect(first?.url).toBe('/v1/bots/hv4k9tqm/conversations/emulator-1%2F%C3%B6..%3F/actions?version=DRAFT');
    expect(second?.url).toBe('/v1/bots/hv4k9tqm/conversations/%252E%252E/actions?version=LIVE');
    expect(first?.headers).toMatchObject({
      authorization: `Bearer ${ACCESS_TOKEN}`,
      'content-type': 'application/json',
    });
  });
});

describe('an agent’s message', () => {
  it('is one bubble of text and one of each file, in one call', async () => {
    await deliver(
      agentSays('Here it is', [
        { url: 'https://cdn.example.test/agent/invoice-p1.png', type: 'image', filename: 'p1.png' },
        { url: 'https://cdn.example.test/agent/howto.mp4', type: 'video' },
        { url: 'https://engage.example.test/attachments/77', type: 'file', filename: 'invoice-march.pdf' },
      ]),
    );
    expect(actions()).toEqual([
      {
        sendMessages: [
          textMessage('Here it is'),
          attachmentMessage('https://cdn.example.test/agent/invoice-p1.png', 'image'),
          attachmentMessage('https://cdn.example.test/agent/howto.mp4', 'video'),
          buttonMessage('invoice-march.pdf', [
            { title: 'Open file', url: 'https://engage.example.test/attachments/77' },
          ]),
        ],
      },
    ]);
  });

  const on = (channel: string | undefined) => ({ channel, choiceDialog: undefined });

  it('shows files as a button if the channel cannot show them', () => {
    const video = { url: 'https://cdn.example.test/how%20to.mp4', type: 'video/mp4' };
    const asButton = [buttonMessage('how to.mp4', [{ title: 'Open file', url: video.url }])];
    expect(agentBubbles({ text: '', attachments: [video] }, on('whatsapp'))).toEqual(asButton);
    expect(agentBubbles({ text: ' ', attachments: [video] }, on(undefined))).toEqual([
      attachmentMessage(video.url, 'video'),
    ]);
    for (const [unplayable, shown] of [
      [{ url: 'https://cdn.example.test/a.mov', type: 'video' }, 'a.mov'],
      [{ url: 'https://cdn.example.test/b', type: 'video/quicktime', filename: 'b.mp4' }, 'b.mp4'],
    ] as const)
      expect(agentBubbles({ text: '', attachments: [unplayable] }, on('web'))).toEqual([
        buttonMessage(shown, [{ title: 'Open file', url: unplayable.url }]),
      ]);
    const unnamed = { url: 'https://engage.example.test/attachments/78', type: 'video' };
    expect(agentBubbles({ text: '', attachments: [unnamed] }, on('web'))).toEqual([
      attachmentMessage(unnamed.url, 'video'),
    ]);
    const nameless = { url: 'https://cdn.example.test/%E0%A4%A' };
    expect(agentBubbles({ text: '', attachments: [nameless] }, on('web'))).toEqual([
      buttonMessage('%E0%A4%A', [{ title: 'Open file', url: nameless.url }]),
    ]);
  });
});

describe('the handover’s progress', () => {
  it('says nothing by itself until it ends, and then resumes the bot', async () => {
    for (const name of ['accepted', 'queueUpdate', 'agentJoined'] as const)
      await deliver(status(name, { position: 2 }));
    expect(actions()).toEqual([]);
    await deliver(status('completed'));
    expect(actions()).toEqual([fixture('actions.resume.unverified')]);
  });

  it('is sent by the tenant’s texts and dialogs', async () => {
    const offloadSuccessDialogStateId = '7d1e4b90-a8c3-4f62-95d7-06b2c8e3f41a';
    const settings = {
      texts: {
        accepted: 'One moment.',
        queueUpdate: 'Number {{position}}, {{minutes}} minutes, {{unknown}}',
        agentJoined: 'Noor is here.',
      },
      offloadSuccessDialogStateId,
    };
    await deliver(status('accepted'), settings);
    await deliver(status('queueUpdate', { position: 3, estimatedWaitTime: 95_000 }), settings);
    await deliver(status('queueUpdate'), settings);
    await deliver(status('agentJoined'), settings);
    expect(actions()).toEqual([
      said('One moment.'),
      { nextDialogstateId: offloadSuccessDialogStateId },
      said('Number 3, 2 minutes, {{unknown}}'),
      said('Number ?, ? minutes, {{unknown}}'),
      said('Noor is here.'),
    ]);
  });

  it('ends with the goodbye text, session data, the resumed bot and a dialog, in this order', async () => {
    const view = { handover: { agentName: 'Noor' } };
    Object.assign(chatlayer.under.app.get(ConversationStatus), { run: async () => view });
    await deliver(status('completed'), {
      texts: { goodbye: 'Back to our assistant.' },
      afterHandoverDialogStateId: AFTER,
      writeSessionData: true,
    });
    expect(actions()).toEqual([
      said('Back to our assistant.'),
      {
        sessionData: {
          'ringcentral.status': 'completed',
          ...fixture<{ sessionData: object }>('actions.set-session.unverified').sessionData,
        },
      },
      fixture('actions.resume.unverified'),
      fixture('actions.trigger-dialog.unverified'),
    ]);
  });

  it('apologises when it fails', async () => {
    await deliver(status('error', { error: { reason: 'error', message: 'Engage refused.' } }));
    expect(actions()).toEqual([said('Sorry, we could not reach a colleague.'), { pauseBot: false }]);
  });

  it('sends no text of its own to a customer who has read the tenant’s reason', async () => {
    const settings = { texts: { failed: 'It failed.', goodbye: 'Bye.' } };
    for (const end of ['error', 'completed'] as const)
      await deliver({ ...status(end), customerTold: true } as BotEvent, settings);
    expect(actions()).toEqual([{ pauseBot: false }, { pauseBot: false }]);
  });

  it('resumes the bot in the way that the tenant has chosen', async () => {
    await deliver(status('completed'), { resumeStrategy: 'delete-session' });
    expect(actions()).toEqual(['DELETE']);
    expect(chatlayer.stub.server.requests[0]?.url).toBe(
      `/v1/bots/hv4k9tqm/conversations/${SESSION}/session-data?version=LIVE`,
    );
    chatlayer.stub.reset();
    await deliver(status('cancelled'), { resumeStrategy: 'none' });
    expect(actions()).toEqual([]);
  });

  it('uses the tenant’s own action templates', async () => {
    chatlayer.stub.server.reply({});
    const actionTemplates = {
      resume: { unpauseBot: true },
      gotoDialog: { action: { nextDialogstate: '{{dialogStateId}}', note: 'to {{dialogStateId}}' } },
    };
    await deliver(status('completed'), { actionTemplates, afterHandoverDialogStateId: AFTER });
    expect(actions()).toEqual([{ unpauseBot: true }, { action: { nextDialogstate: AFTER, note: `to ${AFTER}` } }]);
    expect(fillTemplate({ list: ['{{data}}'] }, { data: { a: 1 } })).toEqual({ list: [{ a: 1 }] });
    expect(fillText('{{data}} {{constructor}}', { data: { a: 1 } })).toBe('{"a":1} {{constructor}}');
  });

  it('pauses the bot again if agents may reopen', async () => {
    await deliver(status('agentJoined'), {}, { handover: { onReopen: 'rejoin' } });
    expect(actions()).toEqual([fixture('actions.pause.unverified')]);
  });
});

describe('when Chatlayer fails', () => {
  const settings = { texts: { goodbye: 'Bye.' }, afterHandoverDialogStateId: AFTER };
  const END = [said('Bye.'), { pauseBot: false }, { nextDialogstateId: AFTER }];

  it('a repeat continues where it stopped', async () => {
    const received = status('completed');
    chatlayer.stub.server.replyOnce({}, { status: 503 });
    await expect(deliver(received, settings)).rejects.toMatchObject({ kind: 'unavailable' });
    await deliver(received, settings);
    expect(actions()).toEqual([END[0], END[1], END[1], END[2]]);
  });

  it('a refused closing text does not keep the bot silent', async () => {
    chatlayer.stub.server.replyOnce({ status: 400 });
    await deliver(status('completed'), settings);
    expect(actions()).toEqual(END);
  });

  it('a refused resume is parked for a human', async () => {
    chatlayer.stub.server.replyOnce({}, { status: 400 });
    await expect(deliver(status('completed'), settings)).rejects.toMatchObject({ kind: 'rejected' });
  });

  it('waits for as long as its rate limit says', async () => {
    const reset = String(Math.floor(chatlayer.under.clock.millis() / 1000) + 30);
    chatlayer.stub.server.replyOnce({
      status: 429,
      headers: { 'x-ratelimit-limit': '1200', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset },
    });
    const error = await deliver(agentSays('Hi')).catch((reason: { retryAfterMs: number }) => reason);
    expect(error).toMatchObject({ kind: 'throttled' });
    expect(error && error.retryAfterMs).toBeGreaterThan(28_000);
  });

  it('also repeats a call that may have succeeded: a duplicate is better than a loss', async () => {
    const received = agentSays('Hi');
    chatlayer.stub.server.replyOnce({ status: 504 });
    await expect(deliver(received)).rejects.toMatchObject({ kind: 'unavailable' });
    await deliver(received);
    expect(actions()).toEqual([said('Hi'), said('Hi')]);
  });

  it('needs a bot id, from the conversation or from the tenant', async () => {
    await expect(deliver(agentSays('Hi', [], { address: {} }), { botId: null })).rejects.toMatchObject({
      missing: ['bot.botId'],
    });
  });
});
