import { Injectable } from '@nestjs/common';
import { channelStatuses, hasSkills, isAvailable, workbin } from '../domain/agents/availability.js';
import { EngageState, workbinOf } from '../domain/state/engage-state.js';
import { kindsOf } from '../domain/event-metadata.js';
import type { Content, Identity, Intervention, Task, Thread, User } from '../domain/state/model.js';
import { shownAttachments, shownStructured } from './shown-content.js';

export type ThreadPhase = 'quiet' | 'waiting' | 'ringing' | 'held' | 'bot' | 'undelivered' | 'deferred';

const MAX_THREADS = 200;

/** The views of the domain for the desk page. */
@Injectable()
export class DeskViews {
  constructor(private readonly state: EngageState) {}

  /** Agents, folders and thread list. */
  overview(): unknown {
    const threads = this.state.threads
      .all()
      .sort((left, right) => right.last_content_at.localeCompare(left.last_content_at));
    const categories = this.state.categories.all().filter(({ parent_id }) => parent_id !== null);
    const folders = categories.map(({ id, name }) => ({
      id,
      label: name,
      count: threads.filter((thread) => thread.thread_category_ids.includes(id)).length,
    }));
    return {
      domain: this.state.domainName,
      taskMode: this.state.switches.taskMode,
      agents: this.state.agents().map((agent) => this.agent(agent)),
      folders: [...folders, { id: 'all', label: 'All', count: threads.length }],
      threads: threads.slice(0, MAX_THREADS).map((thread) => this.summary(thread)),
    };
  }

  /** One thread with both sides, the customer's card, and what the agent may do now. */
  thread(thread: Thread, agent: User | undefined): unknown {
    const identity = this.state.identities.get(thread.identity_id);
    const open = this.state.openIntervention(thread.id);
    return {
      ...(this.summary(thread) as object),
      foreignId: thread.foreign_id,
      typing: thread.typing_preview,
      tellsTyping: this.tellsTyping(thread),
      contents: this.state.contentsOf(thread.id).map((content) => this.content(content)),
      identity: identity ? card(identity) : null,
      context: thread.extra_data,
      intervention: open
        ? {
            status: open.status,
            deferredAt: open.deferred_at,
            agent: this.nameOf(open.user_id),
            replies: open.replies.length,
          }
        : null,
      comments: this.comments(thread),
      structuredKinds: this.structuredKinds(thread),
      actions: agent ? this.actions(thread, agent, open) : null,
    };
  }

  /** Whether the source is notified when agents type. */
  private tellsTyping({ source_id }: Thread): boolean {
    const settings = this.state.sdk[source_id];
    if (!settings) return true;
    const options = settings.capabilities?.options ?? [];
    return this.state.switches.sdk.typing && options.includes('messaging.typing_indicator');
  }

  /** Comments of people and bots on the thread's cases. */
  private comments(thread: Thread): unknown[] {
    return this.state.comments
      .filter((comment) => comment['thread_id'] === thread.id)
      .map(({ id, body, user_id: userId, created_at: at }) => ({ id, body, author: this.nameOf(String(userId)), at }));
  }

  /** The types of structured contents that an agent may send here. */
  private structuredKinds({ source_id }: Thread): readonly string[] {
    const settings = this.state.sdk[source_id];
    const shown = !settings || settings.capabilities?.options.includes('view.messaging') === true;
    return shown ? kindsOf(this.state, source_id) : [];
  }

  private agent(agent: User): unknown {
    const skills = this.categoryNames(agent.category_ids);
    const statuses = channelStatuses(this.state, agent);
    const available = statuses.some(({ status }) => status === 'available');
    const status = agent.connected ? (available ? 'available' : 'away') : 'disconnected';
    return { id: agent.id, name: nameOf(agent), skills, status, load: workbin(this.state, agent).length };
  }

  private summary(thread: Thread): unknown {
    const contents = this.state.contentsOf(thread.id);
    const task = this.state.liveTask(thread.id);
    const identity = this.state.identities.get(thread.identity_id);
    const open = this.state.openIntervention(thread.id);
    const holder = this.holderOf(task, open);
    return {
      id: thread.id,
      title: thread.title,
      customer: identity?.screenname ?? 'Unknown customer',
      source: this.state.sources.get(thread.source_id)?.name ?? '',
      categoryIds: thread.thread_category_ids,
      categories: this.categoryNames(thread.thread_category_ids),
      preview: previewOf(contents.at(-1)),
      lastAt: thread.last_content_at,
      phase: phaseOf({ task, open, holder, isBots: this.isBots(thread) }),
      holder: this.nameOf(holder),
      offeredTo: task?.queue === 'global' ? task.agent_ids : [],
    };
  }

  /**
   * New conversations get the default categories of the source: in those the bot answers, and no agent has the skill.
   */
  private isBots({ source_id: sourceId, thread_category_ids: categories }: Thread): boolean {
    const defaults = this.state.sources.get(sourceId)?.default_category_ids ?? [];
    return categories.length > 0 && categories.every((id) => defaults.includes(id));
  }

  private holderOf(task: Task | undefined, open: Intervention | undefined): string | undefined {
    if (!this.state.switches.taskMode) return open?.user_id;
    return task?.queue.startsWith('workbin_') ? task.agent_ids[0] : undefined;
  }

  private categoryNames(ids: string[]): string[] {
    return ids.map((id) => this.state.categories.get(id)?.name ?? id);
  }

  private content(content: Content): unknown {
    const author = this.state.identities.get(content.author_id);
    const side = content.creator_id ? 'agent' : author?.puppetizable ? 'bot' : 'customer';
    return {
      id: content.id,
      side,
      author: this.nameOf(content.creator_id) ?? author?.screenname ?? '',
      body: content.body ?? '',
      at: content.created_at,
      sync: content.synchronization_status,
      error: content.synchronization_error,
      readAt: content.read_at,
      attachments: shownAttachments(content),
      context: content.context_data,
      structured: shownStructured(content),
      chose: payloadOf(content.structured_reply),
    };
  }

  private actions(thread: Thread, agent: User, open: Intervention | undefined): Record<string, boolean> {
    const task = this.state.liveTask(thread.id);
    if (!this.state.switches.taskMode) return this.folderActions(thread, agent, open);
    const holds = task?.queue === workbinOf(agent.id);
    const free = task !== undefined && !task.queue.startsWith('workbin_') && isAvailable(agent, task.channel_id);
    const skilled = hasSkills(this.state, agent, thread.thread_category_ids);
    const unanswered = holds && (open?.replies.length ?? 0) === 0;
    return {
      take: free && (skilled || task.agent_ids.includes(agent.id)),
      reply: holds,
      defer: holds,
      transfer: holds,
      complete: holds,
      cancel: unanswered,
    };
  }

  private folderActions(thread: Thread, agent: User, open: Intervention | undefined): Record<string, boolean> {
    const holds = open?.user_id === agent.id && open.deferred_at === null;
    const replied = (open?.replies.length ?? 0) > 0;
    return {
      take: !open && thread.identity_id !== null,
      reply: holds,
      defer: holds,
      transfer: false,
      complete: holds && replied,
      cancel: holds && !replied,
    };
  }

  private nameOf(userId: string | null | undefined): string | null {
    const user = this.state.users.get(userId);
    return user ? nameOf(user) : null;
  }
}

const nameOf = (user: User): string => `${user.firstname} ${user.lastname}`;

interface Situation {
  readonly task: Task | undefined;
  readonly open: Intervention | undefined;
  readonly holder: string | undefined;
  readonly isBots: boolean;
}

function phaseOf({ task, open, holder, isBots }: Situation): ThreadPhase {
  if (open?.deferred_at) return 'deferred';
  if (holder) return 'held';
  if (!task) return 'quiet';
  if (task.queue === 'undelivered') return isBots ? 'bot' : 'undelivered';
  return task.agent_ids.length > 0 ? 'ringing' : 'waiting';
}

function card(identity: Identity): unknown {
  const { screenname, firstname, lastname, gender, email, home_phone, mobile_phone, avatar_url, foreign_id } = identity;
  return {
    fields: { screenname, firstname, lastname, gender, email, home_phone, mobile_phone, avatar_url, foreign_id },
    context: identity.extra_values,
  };
}

/** The text, or else the names of the files. */
function previewOf(content: Content | undefined): string {
  return content?.body || (content?.attachments ?? []).map(({ filename }) => filename).join(', ');
}

/** The payload of the choice; null if the content is not a choice. */
function payloadOf(structuredReply: unknown): string | null {
  const payload = (structuredReply as { payload?: unknown } | null)?.payload;
  return typeof payload === 'string' ? payload : null;
}
