// Bugs that would break a promise, each with the tests that find it: `npm run mutants` applies them, one after the
// other. `search` occurs exactly once in `file` and is replaced by `replace`; then `tests` fail.

const LANES = 'libs/delivery/src/adapters';
const INTAKE = 'libs/handover/src/intake/intake.int-spec.ts';
const LANE_TESTS = [`${LANES}/postgres-lane-store.int-spec.ts`, `${LANES}/postgres-lane-engine.int-spec.ts`];
const HANDOVER = 'libs/handover/src/handover.int-spec.ts';
const LOST = 'libs/handover/src/reconcile/lost-contents.int-spec.ts';
const WEBHOOK = 'libs/webhook-ingress/src/application/receive-webhook.spec.ts';

export interface Mutant {
  /** What the changed code does, e.g. `acknowledges before the commit`. */
  readonly bug: string;
  readonly file: string;
  readonly search: string;
  readonly replace: string;
  /** Test files; at least one of them fails. */
  readonly tests: readonly string[];
}

export const MUTANTS: readonly Mutant[] = [
  {
    bug: 'acknowledges before the commit',
    file: 'libs/database/src/database.ts',
    search: '      await commit(runner);',
    replace: '      void commit(runner).catch(() => undefined);',
    tests: ['libs/database/src/database.int-spec.ts'],
  },
  {
    bug: 'looks for a repeat and then stores, without a constraint',
    file: 'libs/handover/src/adapters/save-statement.ts',
    search: 'ORDER BY e.source, e.event\n',
    replace: 'ORDER BY e.source, e.event ON CONFLICT DO NOTHING\n',
    tests: [INTAKE],
  },
  {
    bug: 'does not recognise repeats',
    file: 'libs/handover/src/intake/fact-book.ts',
    search: 'if (!earlier) return undefined;',
    replace: 'if (!earlier || earlier.hash) return undefined;',
    tests: [INTAKE],
  },
  {
    bug: 'fails a call whose id another process stores at this moment',
    file: 'libs/handover/src/adapters/postgres-fact.store.ts',
    search: "violates(error, 'events_pkey')",
    replace: "violates(error, 'events_no_key')",
    tests: [INTAKE],
  },
  {
    bug: "takes a lane's newest item first",
    file: `${LANES}/lane-statements.ts`,
    search: 'ORDER BY d.seq LIMIT 1',
    replace: 'ORDER BY d.seq DESC LIMIT 1',
    tests: LANE_TESTS,
  },
  {
    bug: 'reads on behind a cursor, so that what becomes pending before it is never seen',
    file: `${LANES}/lane-statements.ts`,
    search: "AND d.status = 'pending' AND d.id IS DISTINCT FROM held.id",
    replace: "AND d.status = 'pending' AND d.seq > (SELECT max(s.seq) FROM deliveries s WHERE s.status <> 'pending')",
    tests: LANE_TESTS,
  },
  {
    bug: 'skips what fails',
    file: 'libs/delivery/src/application/deliver-head.ts',
    search: "if (verdict.type === 'park') return this.park(failed);",
    replace:
      "if (verdict.type !== undefined) return this.settle(lane, head, 'superseded', { durationMs, error: null });",
    tests: LANE_TESTS,
  },
  {
    bug: 'settles without the fence of its lease',
    file: `${LANES}/lane-statements.ts`,
    search:
      'mine.direction, mine.fence)\n        AND l.lease_owner IS NOT NULL\n    ORDER BY l.tenant_id, l.conversation_id, l.direction\n    FOR NO KEY UPDATE OF l ${lock}',
    replace:
      'mine.direction, l.fence)\n        AND l.lease_owner IS NOT NULL\n    ORDER BY l.tenant_id, l.conversation_id, l.direction\n    FOR NO KEY UPDATE OF l ${lock}',
    tests: LANE_TESTS,
  },
  {
    bug: 'settles in a lane that it has given back',
    file: `${LANES}/lane-statements.ts`,
    search: 'mine.direction, mine.fence)\n        AND l.lease_owner IS NOT NULL\n    ORDER BY',
    replace: 'mine.direction, mine.fence)\n    ORDER BY',
    tests: LANE_TESTS,
  },
  {
    bug: 'gives a lane back to which something is being appended',
    file: `${LANES}/lane-statements.ts`,
    search: 'FROM held JOIN seen USING (place, revision)',
    replace: 'FROM held JOIN seen USING (place)',
    tests: LANE_TESTS,
  },
  {
    bug: 'stores the effect of a delivery apart from its end',
    file: `${LANES}/postgres-lane-store.ts`,
    search: 'await (effect ? effect() : this.conversationStays(lane));',
    replace: 'await this.conversationStays(lane);',
    tests: LANE_TESTS,
  },
  {
    bug: 'limits calls per process',
    file: 'libs/engage-outbound/src/adapters/postgres-rate-governor.ts',
    search: "[domain, tenantId, priority === 'background', CALLS_PER_MINUTE]",
    replace: "[`${domain} ${(this.own ??= Math.random())}`, tenantId, priority === 'background', CALLS_PER_MINUTE]",
    tests: ['libs/engage-outbound/src/adapters/postgres-rate-governor.int-spec.ts'],
  },
  {
    bug: 'goes on calling after a 429',
    file: 'libs/engage-outbound/src/adapters/rest-api.ts',
    search: 'if (error instanceof EngageThrottled) await this.governor.block(domain, error.retryAfterMs ?? 0);',
    replace: '',
    tests: ['libs/engage-outbound/src/adapters/rest-api.int-spec.ts'],
  },
  {
    bug: 'writes an answer again without looking whether it is there',
    file: 'libs/handover/src/native/send-native-reply.ts',
    search: '(entry.attemptedAt && (await this.written(tenant, delivery, plan, signal))) ??',
    replace: 'undefined ??',
    tests: ['libs/handover/src/native/native-channels.int-spec.ts'],
  },
  {
    bug: 'sends a message under another id at every try',
    file: 'libs/engage-outbound/src/application/message-params.ts',
    search: 'id: index === 0 ? message.foreignId :',
    replace: 'id: index === 0 ? `${message.foreignId}-${Math.random()}` :',
    tests: ['libs/engage-outbound/src/adapters/send-api.int-spec.ts'],
  },
  {
    bug: 'finds events of all tenants',
    file: 'libs/handover/src/adapters/postgres-event-inbox.ts',
    search: "FROM events WHERE tenant_id = $1 AND source = 'webhook' AND event_id = ANY ($2)",
    replace: "FROM events WHERE $1::uuid IS NOT NULL AND source = 'webhook' AND event_id = ANY ($2)",
    tests: ['libs/handover/src/adapters/postgres-event-inbox.int-spec.ts'],
  },
  {
    bug: 'takes an event for done that could not be applied yet',
    file: 'libs/handover/src/adapters/postgres-event-inbox.ts',
    search: " AND status <> 'unresolved'",
    replace: '',
    tests: ['libs/handover/src/adapters/postgres-event-inbox.int-spec.ts'],
  },
  {
    bug: 'drops events that come before the start has reached Engage',
    file: 'libs/handover/src/engage-inbound/accept-engage-event.ts',
    search: "eventIs('unresolved');",
    replace: "eventIs('ignored');",
    tests: [HANDOVER],
  },
  {
    bug: 'ends a handover by an event of the one before',
    file: 'libs/handover-rules/src/domain/rules/fact-effect.ts',
    search: "if (isOlder(event, engageStartedAt, closedAt)) return ignored('It is older than the handover.');",
    replace: 'if (isOlder(event, engageStartedAt, closedAt)) void 0;',
    tests: [
      'libs/handover-rules/src/domain/machine/decide.spec.ts',
      'libs/handover-rules/src/domain/rules/fact-effect.spec.ts',
    ],
  },
  {
    bug: 'answers a webhook with 200 although an event could not be stored',
    file: 'libs/webhook-ingress/src/application/event-batch.ts',
    search: 'if (this.failures.length > 0) throw this.failures[0];',
    replace: '',
    tests: [WEBHOOK],
  },
  {
    bug: 'stores later events of a thread although one before them failed',
    file: 'libs/webhook-ingress/src/application/event-batch.ts',
    search: 'thread.isHeld = true;',
    replace: 'thread.isHeld = false;',
    tests: [WEBHOOK],
  },
  {
    bug: "gives a conversation back without the agents' words that were lost before the lost end",
    file: 'libs/handover-rules/src/domain/contents/missing-contents.ts',
    search: "return 'first';",
    replace: "return 'none';",
    tests: [LOST],
  },
  {
    bug: 'reads a thread of lost words again in every minute',
    file: 'libs/handover/src/reconcile/look-for-contents.ts',
    search: 'return { contentsCheck: undefined, repliesElsewhere };',
    replace: 'return { contentsCheck: undefined };',
    tests: [LOST],
  },
  {
    bug: 'does not read a message again whose export fails after hours',
    file: 'libs/handover-rules/src/domain/contents/missing-contents.ts',
    search: 'Math.min(Math.max(late, busy), pending)',
    replace: 'Math.max(late, busy)',
    tests: ['libs/handover-rules/src/domain/contents/missing-contents.spec.ts'],
  },
  {
    bug: 'sends the bot what was on a native source before it was connected',
    file: 'libs/handover/src/reconcile/read-native-source.ts',
    search: 'due.filter(isNew)',
    replace: 'due',
    tests: ['libs/handover/src/reconcile/read-native-source.spec.ts'],
  },
  {
    bug: 'ends a handover by what Engage said before its thread was read',
    file: 'libs/handover/src/reconcile/reconcile-tenant.ts',
    search: 'current.get(one) ?? one',
    replace: 'one',
    tests: ['libs/handover/src/reconcile/reconcile-tenant.spec.ts'],
  },
  {
    bug: 'locks a lane before its conversation',
    file: `${LANES}/postgres-lane-store.ts`,
    search: "if (because !== 'quiet') await this.conversationStays(lane);",
    replace: '',
    tests: LANE_TESTS,
  },
  {
    bug: 'waits for the thread of one call with the threads of others in hand',
    file: 'libs/handover/src/adapters/postgres-conversation.store.ts',
    search: 'waits ? AWAIT_LOCK : TRY_LOCK',
    replace: 'AWAIT_LOCK',
    tests: ['libs/handover/src/intake/intake.int-spec.ts'],
  },
  {
    bug: 'lets what is retried in bulk stand in front of what is said at this moment',
    file: 'libs/delivery/src/adapters/postgres-delivery-archive.ts',
    search: 'await this.stir(lanes, true);',
    replace: 'await this.stir(lanes, false);',
    tests: ['libs/delivery/src/adapters/postgres-lane-engine.int-spec.ts'],
  },
  {
    bug: 'forgets lost words that Engage is still trying to bring',
    file: 'libs/handover/src/reconcile/lost-contents.ts',
    search: 'isPending: found.some((content) => mayStillCome(content, now))',
    replace: 'isPending: false',
    tests: [LOST],
  },
];
