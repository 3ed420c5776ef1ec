import type { EngageIntervention } from './engage-records.js';
import type { Conversation, NativeChannel } from './conversation.js';
import type { EngageEvent } from './engage-fact.js';

/** Whether we caused the event ourselves: if Engage owns the channel, we act there like an agent. */
export function isOurDoing(event: EngageEvent, channel: NativeChannel | undefined): boolean {
  return channel?.ownUserId !== undefined && event.actorId === channel.ownUserId;
}

/** Whether it may be about the intervention that we are opening, which is only known once Engage has answered. */
export function mayBeOurDoing({ fact }: EngageEvent, channel: NativeChannel | undefined): boolean {
  return channel?.opensIntervention === true && (fact.type === 'agent-joined' || fact.type === 'reopened');
}

/** Whether an agent takes over the intervention that we opened for the bot. */
export function takesOver(event: EngageEvent, channel: NativeChannel | undefined): boolean {
  return (
    event.fact.type === 'agent-transferred' &&
    event.interventionId !== undefined &&
    event.interventionId === channel?.ownInterventionId
  );
}

/** An agent who takes or reopens a case of the running handover has joined it, no matter who opened the case. */
export function asJoin(event: EngageEvent, channel: NativeChannel | undefined): EngageEvent {
  const reopens = channel !== undefined && event.fact.type === 'reopened' && event.actorId !== undefined;
  return reopens || takesOver(event, channel) ? { ...event, fact: { type: 'agent-joined' } } : event;
}

/** The interventions that matter for the conversation's handover: the customer's, except those that only we handled. */
export function interventionsOf(
  { nativeChannel, userId }: Conversation,
  interventions: readonly EngageIntervention[],
): EngageIntervention[] {
  if (!nativeChannel) return [...interventions];
  return interventions.filter(
    (one) => isAbout(one, userId) && (nativeChannel.ownUserId === undefined || one.userId !== nativeChannel.ownUserId),
  );
}

/** Whether it is the customer's; true also if Engage does not say whose it is. */
export function isAbout({ identityId }: EngageIntervention, customerId: string): boolean {
  return identityId === undefined || identityId === customerId;
}
