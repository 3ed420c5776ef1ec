const BY_RESOURCE: Readonly<Record<string, string>> = {
  content: 'approved discussion_initiated exported imported replied update_exported',
  identity: 'merged unmerged',
  intervention:
    'assigned canceled closed custom_fields_updated deferred opened reactivated recategorized reopened user_updated',
  push_agent:
    'accept_task availability_change busyness_change connected disconnected missed_task reconnected request_task',
  survey_response: 'imported',
  task: 'assigned completed created destroyed expired_from_step expired_from_workbin recategorized resume supervisor_assigned taken transferred undelivered',
};

/** Events that a webhook can register by the REST API. The user interface has a few more. */
export const REGISTRABLE_EVENTS: readonly string[] = Object.entries(BY_RESOURCE).flatMap(([resource, verbs]) =>
  verbs.split(' ').map((verb) => `${resource}.${verb}`),
);

export const isRegistrable = (event: string): boolean => REGISTRABLE_EVENTS.includes(event);
