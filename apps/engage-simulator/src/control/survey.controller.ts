import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { DomainEvents } from '../domain/domain-events.js';
import { badRequest, conflict } from '../domain/engage.errors.js';
import { EngageState } from '../domain/state/engage-state.js';
import { IdSource } from '../domain/ids.js';
import { SimClock } from '../domain/sim-clock.js';
import { ControlBody, JsonBody } from './json-body.js';
import { Lookup } from './lookup.js';

const QUESTION = 'How did we do?';
const BEST = 5;

/** The customer answers the survey about a case, often long after it. */
@Controller('_sim/threads/:thread')
export class SurveyController {
  constructor(
    private readonly state: EngageState,
    private readonly events: DomainEvents,
    private readonly ids: IdSource,
    private readonly clock: SimClock,
    private readonly lookup: Lookup,
  ) {}

  @Post('survey')
  @HttpCode(204)
  answer(@Param('thread') thread: string, @JsonBody() body: ControlBody): void {
    const { id } = this.lookup.thread(thread);
    const intervention = this.state.interventions.findLast((item) => item.thread_id === id && item.closed);
    if (!intervention) throw conflict('There is no closed case in this thread');
    const rating = body.value('rating') ?? BEST;
    if (typeof rating !== 'number' || !(rating >= 1 && rating <= BEST)) throw badRequest('rating must be 1 to 5');
    const stamp = this.ids.stamp();
    const value = String(rating);
    const response = {
      main_indicator: rating,
      main_indicator_scaled: (rating - 1) / (BEST - 1),
      intervention_id: intervention.id,
      survey_id: this.survey(),
      source_id: intervention.source_id,
      user_id: intervention.user_id,
      questions: [{ text: QUESTION, foreign_id: 'q-overall', replies: [{ text: value, value }] }],
      response_foreign_id: `resp-${stamp.id}`,
    };
    this.state.surveyResponses.add({ ...stamp, ...response });
    const metadata = { submitted_at: this.clock.iso(), ...response };
    this.events.emit({
      type: 'survey_response.imported',
      resource: { type: 'survey_response', id: stamp.id, metadata },
    });
  }

  private survey(): string {
    const [known] = this.state.surveys.all();
    return (known ?? this.state.surveys.add({ ...this.ids.stamp(), name: 'Satisfaction' })).id;
  }
}
