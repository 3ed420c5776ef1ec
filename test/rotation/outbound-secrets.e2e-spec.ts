import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { URL_TOKEN } from '../../libs/bot-platforms/cognigy/src/testing/cognigy-tenant.js';
import type { StubRequest } from '#testing';
import { control, eventually, Story } from '../harness/index.js';
import { aSecret, OVERLAP_MINUTES, RotatingWorld } from './rotating-world.js';

const newCallbackSecret = (): string => `whsec_${Buffer.from(aSecret()).toString('base64')}`;

describe('while a secret is rotated that this service uses', () => {
  let rotating: RotatingWorld;
  beforeAll(async () => {
    rotating = await RotatingWorld.start();
  });
  afterAll(() => rotating.stop());

  /** The last errors of the tenant's open deliveries. */
  async function failures(slug: string): Promise<string> {
    const lists = await Promise.all(
      ['parked', 'pending'].map((status) =>
        rotating.world.admin.get<{ items: unknown[] }>(`/admin/deliveries?tenant=${slug}&status=${status}`),
      ),
    );
    return JSON.stringify(lists.map(({ body }) => body.items));
  }
  const retry = async (tenant: string): Promise<void> => {
    expect(await rotating.world.admin.post('/admin/deliveries/retry', { tenant })).toMatchObject({ status: 202 });
  };

  it('calls to a bot have the signatures of both values until the end of the overlap', async () => {
    const { generic, bot } = rotating;
    const [former, latter] = [newCallbackSecret(), newCallbackSecret()];
    await rotating.rotate(generic, 'bot.callbackSecret', 0, former);
    await rotating.rotate(generic, 'bot.callbackSecret', OVERLAP_MINUTES, latter);
    const signedBy = async (session: string): Promise<boolean[]> => {
      const calls = bot.requests.length;
      await new Story(rotating.world, session, generic).handOver();
      const call = await eventually(() => {
        const found = bot.requests.slice(calls).find(({ text }) => text.includes(`"sessionId":"${session}"`));
        if (!found) throw new Error('The bot was not called yet.');
        return found;
      });
      return [former, latter, newCallbackSecret()].map((secret) => isSigned(call, secret));
    };
    expect(await signedBy('both')).toEqual([true, true, false]);
    rotating.passes(OVERLAP_MINUTES + 1);
    expect(await signedBy('one')).toEqual([false, true, false]);
  });

  it('a transformer is called with the value that it knows until the end of the overlap', async () => {
    const { cognigy, endpoint } = rotating;
    const startsIn = (sessionId: string): Promise<unknown> => {
      const start = { urlToken: URL_TOKEN, sessionId, userId: 'u', inputId: sessionId };
      return cognigy.v1.post('/v1/cognigy/handovers', start);
    };
    await rotating.rotate(cognigy, 'bot.transformerSecret', OVERLAP_MINUTES, aSecret());
    expect(await startsIn('both')).toMatchObject({ status: 201 });
    await eventually(() => expect(endpoint.of('both', 'inject')).not.toEqual([]));
    rotating.passes(OVERLAP_MINUTES + 1);
    expect(await startsIn('one')).toMatchObject({ status: 201 });
    await eventually(async () => expect(await failures(cognigy.slug)).toContain('401'));
    expect(endpoint.of('one')).toEqual([]);
    await rotating.rotate(cognigy, 'bot.transformerSecret', 0, rotating.firstTransformerSecret);
    await retry(cognigy.slug);
    await eventually(() => expect(endpoint.of('one', 'inject')).not.toEqual([]));
  });

  it('Engage is called with the token that it knows until the end of the overlap', async () => {
    const { generic } = rotating;
    const accessToken = aSecret();
    const [first, second] = ['both', 'one'].map((name) => new Story(rotating.world, `engage-${name}`, generic));
    await rotating.rotate(generic, 'engage.realtimeAccessToken', OVERLAP_MINUTES, accessToken);
    await first?.says('user', 'Signed again with the former token');
    await first?.showsInEngage('Signed again with the former token');
    rotating.passes(OVERLAP_MINUTES + 1);
    await second?.says('user', 'Only the new token counts');
    await eventually(async () => expect(await failures(generic.slug)).toContain('Invalid signature'));
    await control(generic, 'PUT', '/source', { accessToken });
    await retry(generic.slug);
    await second?.showsInEngage('Only the new token counts');
  });
});

function isSigned({ headers, text }: StubRequest, secret: string): boolean {
  const at = new Date(Number(headers['webhook-timestamp']) * 1_000);
  const signature = new Webhook(secret).sign(String(headers['webhook-id']), at, text);
  return String(headers['webhook-signature']).split(' ').includes(signature);
}
