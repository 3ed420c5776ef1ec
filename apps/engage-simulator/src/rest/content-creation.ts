import { Injectable } from '@nestjs/common';
import { Attachments } from '../domain/files/attachments.js';
import { canRead, canReply } from '../domain/agents/availability.js';
import { forbidden, notFound, unprocessable } from '../domain/engage.errors.js';
import { EngageState } from '../domain/state/engage-state.js';
import type { AttachmentRef, Content, Identity, Thread } from '../domain/state/model.js';
import { Replies } from '../domain/exchange/replies.js';
import { StructuredReplies } from '../domain/structured/structured-replies.js';
import { Tasks } from '../domain/tasks.js';
import type { Call } from './caller.js';

/** `POST /contents`: checks what the token's user may write, and where. */
@Injectable()
export class ContentCreation {
  constructor(
    private readonly state: EngageState,
    private readonly replies: Replies,
    private readonly attachments: Attachments,
    private readonly tasks: Tasks,
    private readonly structured: StructuredReplies,
  ) {}

  /** @throws EngageRefusal 422 or 403 as documented (REST documents, §6). */
  run(call: Call): Content {
    const attachments = this.attachmentsOf(call);
    const body = call.params.text('body');
    if (body === undefined) throw unprocessable("Body can't be blank");
    const inReplyTo = call.params.text('in_reply_to_id');
    return inReplyTo === undefined ? this.initiate(call) : this.reply(call, inReplyTo, body, attachments);
  }

  /** Archives one content; the task is destroyed if no open one is left. */
  ignore(content: Content, actorId: string): void {
    content.status = 'ignored';
    const task = this.state.liveTask(content.thread_id);
    const demanding = this.state
      .contentsOf(content.thread_id)
      .some(({ status }) => status === 'new' || status === 'assigned');
    if (task && !demanding) this.tasks.destroy(task, actorId);
  }

  private reply(call: Call, contentId: string, body: string, attachments: AttachmentRef[]): Content {
    const { answered, thread } = this.answerable(call, contentId);
    const open = this.state.openIntervention(thread.id);
    if (!open) throw unprocessable('Content is not under an open intervention');
    const { params, user } = call;
    const structuredContent = this.structured.read(thread.source_id, params.raw('structured_content'));
    const draft = {
      thread,
      author: user,
      body,
      from: 'api' as const,
      inReplyTo: answered,
      attachments,
      private: params.flag('private') ?? false,
      autoSubmitted: params.flag('auto_submitted') ?? false,
      ...(structuredContent ? { structuredContent } : {}),
    };
    const identity = this.identity(call, thread);
    return this.replies.write(identity ? { ...draft, identity } : draft, open);
  }

  private answerable({ user }: Call, contentId: string): { answered: Content; thread: Thread } {
    const answered = this.state.contents.get(contentId);
    if (!answered || !canRead(user, answered.source_id)) throw notFound();
    const thread = this.state.threads.require(answered.thread_id);
    if (!canReply(user, thread.source_id)) throw forbidden('Not allowed');
    if (thread.closed) throw forbidden("Can't reply to closed thread", 'cant_reply_to_closed_thread');
    if (answered.synchronization_status !== 'success') throw unprocessable('Content is not synchronized');
    return { answered, thread };
  }

  /** New discussions need a source that supports them; the simulated sources do not. */
  private initiate({ params, user }: Call): Content {
    const sourceId = params.text('source_id');
    if (sourceId === undefined) throw unprocessable("Source can't be blank");
    const source = this.state.sources.get(sourceId);
    if (!source || !canRead(user, sourceId)) throw notFound();
    throw unprocessable('Compose is not supported on this source', 'compose_disabled_on_source');
  }

  private identity({ params, user }: Call, thread: Thread): Identity | undefined {
    const id = params.text('author_id');
    if (id === undefined) return undefined;
    const identity = this.state.identities.get(id);
    if (!identity?.user_ids.includes(user.id) || identity.source_id !== thread.source_id)
      throw unprocessable('Author is invalid');
    return identity;
  }

  private attachmentsOf({ params }: Call): AttachmentRef[] {
    return (params.list('attachment_ids') ?? []).map((id) => {
      const record = this.state.attachments.get(id);
      if (!record) throw unprocessable('Attachment is unknown');
      return this.attachments.reference(record);
    });
  }
}
