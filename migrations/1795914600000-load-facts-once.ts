import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Reads the list of facts a fixed number of times, not once for each conversation: the time of a load grows with the facts.
 * Known events and sessions are looked up by scalar subqueries: as joins, a plan for lists of unknown length would read all
 * events of the tenant. The form with three parameters stays for processes that have not been replaced yet.
 */
export class LoadFactsOnce1795914600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- most_offers: of each side that are looked at.
      CREATE FUNCTION load_facts(tenant uuid, facts jsonb, waits boolean, most_offers integer) RETURNS jsonb
      LANGUAGE plpgsql VOLATILE SECURITY INVOKER SET search_path FROM CURRENT AS $$
      DECLARE
        created uuid[];
        refs jsonb;
        wanted uuid[];
        held uuid[];
        offering uuid[];
      BEGIN
        -- Plans are kept for the connection's life, also those of its first minute, when tables are still small.
        PERFORM set_config('enable_seqscan', 'off', true);
        IF jsonb_path_exists(facts, '$[*].fresh.id') THEN
          WITH made AS (
            INSERT INTO conversations (tenant_id, id, session_id, user_id, address, state, thread_foreign_id, engage_thread_id,
              engage_channel, created_at, updated_at)
            SELECT DISTINCT ON (f.value) tenant, n.id, f.value, n.user_id, n.address, 'bot', n.thread_foreign_id, n.engage_thread_id,
              n.engage_channel, n.created_at, n.created_at
            FROM jsonb_to_recordset(facts) AS f(place integer, source text, event text, value text, fresh jsonb),
              LATERAL jsonb_populate_record(NULL::conversations, f.fresh) n
            WHERE n.id IS NOT NULL
              AND (SELECT true FROM conversations c WHERE c.tenant_id = tenant AND c.session_id = f.value) IS NULL
              AND (SELECT true FROM events e WHERE e.tenant_id = tenant AND e.source = f.source AND e.event_id = f.event) IS NULL
            ORDER BY f.value, f.place
            ON CONFLICT (tenant_id, session_id) DO NOTHING
            RETURNING id
          ) SELECT array_agg(id) INTO created FROM made;
        END IF;

        SELECT jsonb_object_agg(r.place, r.id), array_agg(DISTINCT r.id) INTO refs, wanted FROM (
          SELECT f.place, CASE f.kind
            WHEN 'id' THEN f.value::uuid
            WHEN 'session' THEN (SELECT c.id FROM conversations c WHERE c.tenant_id = tenant AND c.session_id = f.value)
            WHEN 'thread' THEN (SELECT c.id FROM conversations c WHERE c.tenant_id = tenant AND c.thread_foreign_id = f.value::uuid)
            WHEN 'message' THEN (SELECT m.conversation_id FROM messages m WHERE m.tenant_id = tenant AND m.foreign_id = f.value)
            -- without the customer's own conversation the one that an agent has or is to have
            WHEN 'engage-thread' THEN (
              SELECT c.id FROM (
                SELECT id, user_id, state, updated_at FROM conversations
                WHERE tenant_id = tenant AND engage_thread_id = f.value AND engage_channel IS NULL
                UNION ALL
                SELECT id, user_id, state, updated_at FROM conversations
                WHERE tenant_id = tenant AND engage_thread_id = f.value AND engage_channel IS NOT NULL
              ) c ORDER BY c.user_id IS NOT DISTINCT FROM f.identity DESC, c.state <> 'bot' DESC, c.updated_at DESC LIMIT 1)
            END AS id
          FROM jsonb_to_recordset(facts) AS f(place integer, kind text, value text, identity text)
        ) r WHERE r.id IS NOT NULL;

        IF waits THEN
          SELECT array_agg(l.id) INTO held FROM (
            SELECT c.id FROM conversations c WHERE c.tenant_id = tenant AND c.id = ANY (wanted) ORDER BY c.id FOR NO KEY UPDATE) l;
        ELSE
          SELECT array_agg(l.id) INTO held FROM (
            SELECT c.id FROM conversations c WHERE c.tenant_id = tenant AND c.id = ANY (wanted) ORDER BY c.id
            FOR NO KEY UPDATE SKIP LOCKED) l;
        END IF;

        SELECT array_agg(DISTINCT (refs ->> f.place)::uuid) INTO offering
        FROM jsonb_to_recordset(facts) AS f(place text, offers boolean) WHERE f.offers;

        RETURN jsonb_build_object(
          'now', clock_timestamp(),
          'refs', coalesce(refs, '{}'),
          'created', coalesce(to_jsonb(created), '[]'),
          'events', (
            SELECT coalesce(jsonb_agg(known.event) FILTER (WHERE known.event IS NOT NULL), '[]')
            FROM (
              SELECT (
                SELECT jsonb_build_object('place', f.place, 'hash', encode(e.body_hash, 'hex'), 'answer', e.answer, 'status', e.status)
                FROM events e WHERE e.tenant_id = tenant AND e.source = f.source AND e.event_id = f.event) AS event
              FROM jsonb_to_recordset(facts) AS f(place integer, source text, event text) WHERE f.event IS NOT NULL
            ) known),
          'held', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
              'conversation', to_jsonb(c),
              'running', (
                SELECT to_jsonb(h) FROM handovers h WHERE h.tenant_id = tenant AND h.conversation_id = c.id AND h.ended_at IS NULL),
              'last', (
                SELECT to_jsonb(h) FROM handovers h
                WHERE h.tenant_id = tenant AND h.conversation_id = c.id AND h.ended_at IS NOT NULL ORDER BY h.started_at DESC LIMIT 1),
              'offers', CASE WHEN c.id = ANY (offering) THEN (
                  SELECT coalesce(jsonb_agg(to_jsonb(o) || jsonb_build_object('answered', EXISTS (
                      SELECT FROM messages a WHERE a.tenant_id = tenant AND a.conversation_id = c.id AND a.author = 'user'
                        AND a.position > o.position)) ORDER BY o.position DESC), '[]')
                  FROM (
                    SELECT m.*, row_number() OVER (PARTITION BY m.author ORDER BY m.position DESC) AS turn FROM messages m
                    WHERE m.tenant_id = tenant AND m.conversation_id = c.id AND m.content IS NOT NULL AND m.forwarding = 'sent'
                      AND m.author IN ('agent', 'bot')
                  ) o WHERE o.turn <= most_offers)
                END)), '[]')
            FROM conversations c WHERE c.tenant_id = tenant AND c.id = ANY (held)));
      END $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION load_facts(uuid, jsonb, boolean, integer)');
  }
}
