import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../testing/connector-stub.js';
import { Harness } from '../testing/harness.js';

let domain: Harness;
beforeEach(async () => {
  domain = await Harness.start();
});
afterEach(() => domain.stop());

const find = async (q: string): Promise<{ name: string; extra_infos: Record<string, string>; id: string }[]> =>
  (await domain.rest('GET', `/events?q=${encodeURIComponent(q)}`)).body.records;
const agent = (act: string, body: object): Promise<unknown> => domain.control('POST', `/agents/mara/${act}`, body);

async function closedCase(): Promise<string> {
  const thread = await domain.handover();
  await agent('take', { thread });
  await agent('reply', { thread, body: 'Hi' });
  await agent('complete', { thread });
  return thread;
}

describe('the journal', () => {
  it('contains events, found by name, thread and content, newest first', async () => {
    const thread = await closedCase();
    const [closed] = await find('name_in:"intervention.closed"');
    expect(closed).toMatchObject({
      name: 'intervention.closed',
      extra_infos: {
        content_thread_id: thread,
        content_source_id: domain.seed.sourceId,
        intervention_id: expect.any(String),
      },
    });
    expect((await domain.rest('GET', `/events/${closed?.id}`)).body).toEqual(closed);
    const all = await find(`content_thread:${thread}`);
    const oldestFirst = await find(`content_thread:${thread} order:created_at.asc`);
    expect(all.toReversed()).toEqual(oldestFirst);
    expect(oldestFirst[0]?.name).toBe('content.imported');
    expect(await find('name_in:intervention.closed created_before:2000-01-01')).toEqual([]);
    expect(await find('colour:red')).toEqual([]);
  });

  it('contains events that no webhook can subscribe to', async () => {
    await domain.control('PATCH', '/switches', { imports: { failNext: 1 } });
    await domain.say('conv-1', 'm-1', 'lost');
    await eventually(async () =>
      expect(await find('name_in:content.api_submission_failed')).toMatchObject([
        { extra_infos: { foreign_id: 'm-1' } },
      ]),
    );
    const answer = await domain.subscribe(['content.api_submission_failed']);
    expect(answer.status).toBe(422);
  });
});

describe('summaries', () => {
  const segments = (): string[] => domain.emitted().slice(domain.emitted().indexOf('intervention.closed'));

  it('follow a closed case when switched on, the agent’s last', async () => {
    await domain.control('PATCH', '/switches', { summaries: 'on' });
    const thread = await closedCase();
    expect(segments()).toEqual([
      'intervention.closed',
      'task.completed',
      'intervention_segment.summary_generated',
      'intervention_segment.summary_submitted',
    ]);
    const [event] = domain.simulator.ledger.find({ name: 'summary_submitted' });
    expect(event?.request).toMatchObject({
      user_id: expect.any(String),
      resource: {
        metadata: { content_thread_id: thread, content_source_id: domain.seed.sourceId, summary: expect.any(String) },
      },
    });
    expect(event?.request).not.toHaveProperty('resource.metadata.thread_id');
  });

  it('may fail, and are off otherwise', async () => {
    await closedCase();
    expect(segments()).toEqual(['intervention.closed', 'task.completed']);
    await domain.control('POST', '/reset');
    await domain.control('PATCH', '/switches', { summaries: 'fail' });
    await closedCase();
    expect(domain.emitted().at(-1)).toBe('intervention_segment.summary_generation_failed');
  });
});

describe('a survey', () => {
  it('is answered after the case, and stored', async () => {
    const open = await domain.handover();
    expect((await domain.control('POST', `/threads/${open}/survey`, {})).status).toBe(409);
    await agent('take', { thread: open });
    await agent('reply', { thread: open, body: 'Hi' });
    await agent('complete', { thread: open });
    expect((await domain.control('POST', `/threads/${open}/survey`, { rating: 9 })).status).toBe(400);
    expect((await domain.control('POST', `/threads/${open}/survey`, { rating: 3 })).status).toBe(204);
    const event = domain.simulator.ledger.find({ name: 'survey_response.imported' })[0]?.request as {
      resource: { id: string; metadata: { survey_id: string } };
    };
    expect(event.resource.metadata).toMatchObject({ main_indicator: 3, main_indicator_scaled: 0.5 });
    const kept = await domain.rest('GET', `/survey_responses/${event.resource.id}`);
    expect(kept.body).toMatchObject({ main_indicator: 3, intervention_id: expect.any(String), questions: [{}] });
    const { body } = await domain.rest('GET', '/surveys');
    expect(body.records).toMatchObject([{ id: event.resource.metadata.survey_id }]);
    expect((await domain.rest('GET', '/survey_responses')).status).toBe(404);
  });
});

it('polls a list for the first time with and without params', async () => {
  await domain.control('POST', '/sync');
  const asked = domain.simulator.ledger.find({ kind: 'sdk', name: 'messages.list' }).map(({ request }) => request);
  expect(asked.map((request) => Object.hasOwn(request as object, 'params')).toSorted()).toEqual([false, true]);
});
