import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who talks to whom: identities, conversations, handovers, the message journal, received events and the timeline. */
export class Conversations1763683260000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- One order for everything that a timeline shows: messages, settled deliveries, and entries of its own.
      CREATE SEQUENCE timeline_positions;
      GRANT USAGE ON SEQUENCE timeline_positions TO engage_handover_app;

      CREATE TABLE identities (
        tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
        user_id text NOT NULL,
        foreign_id uuid NOT NULL,
        user_fields jsonb NOT NULL,
        context_data jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, user_id),
        CONSTRAINT uq_identities_foreign_id UNIQUE (tenant_id, foreign_id)
      );

      CREATE TABLE conversations (
        tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
        id uuid NOT NULL,
        session_id text NOT NULL,
        user_id text NOT NULL,
        address jsonb NOT NULL, -- what the bot platform needs besides the session id to reach the conversation
        state text NOT NULL CHECK (state IN ('bot', 'queue', 'active')),
        thread_foreign_id uuid NOT NULL,
        engage_thread_id text,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, id),
        CONSTRAINT uq_conversations_session UNIQUE (tenant_id, session_id),
        CONSTRAINT uq_conversations_thread_foreign_id UNIQUE (tenant_id, thread_foreign_id),
        CONSTRAINT uq_conversations_thread UNIQUE (tenant_id, engage_thread_id)
      );
      CREATE INDEX ix_conversations_state ON conversations (tenant_id, state, updated_at DESC);
      CREATE INDEX ix_conversations_user ON conversations (tenant_id, user_id);

      CREATE TABLE handovers (
        tenant_id uuid NOT NULL,
        id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        status text NOT NULL CHECK (status IN ('queue', 'active', 'completed', 'cancelled', 'error')),
        step text NOT NULL CHECK (step IN ('accepted', 'linked', 'recategorised')), -- how far the start has come
        options jsonb NOT NULL,
        reason text,
        summary text,
        context_data jsonb NOT NULL,
        category_ids text[] NOT NULL, -- additional ones asked for
        added_category_ids text[] NOT NULL DEFAULT '{}', -- those this handover really added, to be removed at its end
        engage_started_at timestamptz, -- on Engage's clock
        intervention_id text,
        agent_name text,
        queue_position integer,
        estimated_wait_ms bigint,
        queue_update_sent_at timestamptz,
        active_sent boolean NOT NULL DEFAULT false,
        started_at timestamptz NOT NULL,
        joined_at timestamptz,
        ended_at timestamptz,
        end_cause text,
        error jsonb,
        checked_at timestamptz,
        inactivity_minutes double precision, -- null: no timer
        inactivity_count integer NOT NULL DEFAULT 0,
        inactivity_due_at timestamptz,
        no_pickup_due_at timestamptz,
        PRIMARY KEY (tenant_id, id),
        FOREIGN KEY (tenant_id, conversation_id) REFERENCES conversations ON DELETE CASCADE
      );
      CREATE INDEX ix_handovers_conversation ON handovers (tenant_id, conversation_id, started_at DESC);
      CREATE INDEX ix_handovers_due ON handovers (tenant_id, least(inactivity_due_at, no_pickup_due_at)) WHERE ended_at IS NULL;
      CREATE UNIQUE INDEX uq_handovers_running ON handovers (tenant_id, conversation_id) WHERE ended_at IS NULL;

      CREATE TABLE messages (
        tenant_id uuid NOT NULL,
        id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        position bigint NOT NULL DEFAULT nextval('timeline_positions'),
        author text NOT NULL CHECK (author IN ('user', 'bot', 'agent', 'system')),
        author_name text,
        message_id text, -- the bot platform's id
        foreign_id text NOT NULL, -- our id towards Engage
        engage_content_id text, -- Engage's id of an agent's message
        text text NOT NULL,
        attachments jsonb NOT NULL,
        content jsonb,
        sent_at timestamptz NOT NULL,
        received_at timestamptz NOT NULL,
        forwarding text NOT NULL CHECK (forwarding IN ('unsent', 'sent', 'muted')), -- towards Engage; what came from there counts as sent
        PRIMARY KEY (tenant_id, id),
        CONSTRAINT uq_messages_foreign_id UNIQUE (tenant_id, foreign_id),
        FOREIGN KEY (tenant_id, conversation_id) REFERENCES conversations ON DELETE CASCADE
      );
      CREATE INDEX ix_messages_conversation ON messages (tenant_id, conversation_id, position);
      CREATE INDEX ix_messages_received ON messages (tenant_id, received_at);

      CREATE TABLE events (
        tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
        source text NOT NULL CHECK (source IN ('bot', 'sdk', 'webhook')),
        event_id text NOT NULL,
        type text NOT NULL,
        issued_at timestamptz,
        body_hash bytea NOT NULL,
        body bytea, -- raw, as received; null for foreign events
        status text NOT NULL CHECK (status IN ('applied', 'unresolved', 'ignored')),
        engage_thread_id text,
        answer jsonb,
        received_at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, source, event_id)
      );
      CREATE INDEX ix_events_unresolved ON events (tenant_id, engage_thread_id) WHERE status = 'unresolved';
      CREATE INDEX ix_events_received ON events (tenant_id, received_at);

      CREATE TABLE timeline (
        tenant_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        position bigint NOT NULL DEFAULT nextval('timeline_positions'),
        at timestamptz NOT NULL,
        kind text NOT NULL,
        detail jsonb NOT NULL,
        PRIMARY KEY (tenant_id, conversation_id, position),
        FOREIGN KEY (tenant_id, conversation_id) REFERENCES conversations ON DELETE CASCADE
      );

      CALL fence_by_tenant('identities');
      CALL fence_by_tenant('conversations');
      CALL fence_by_tenant('handovers');
      CALL fence_by_tenant('messages');
      CALL fence_by_tenant('events');
      CALL fence_by_tenant('timeline');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE timeline, events, messages, handovers, conversations, identities; DROP SEQUENCE timeline_positions',
    );
  }
}
