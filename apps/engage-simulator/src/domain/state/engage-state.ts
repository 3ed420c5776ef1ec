import { Injectable } from '@nestjs/common';
import type {
  Category,
  Channel,
  Content,
  Identity,
  Intervention,
  PlainRecord,
  SdkSettings,
  Source,
  Stamped,
  Task,
  Thread,
  Token,
  User,
  WebhookRecord,
} from './model.js';
import { notFound } from '../engage.errors.js';
import { DEFAULT_SWITCHES, type Switches } from '../switches.js';

/** Records of one kind by id, in order of creation. */
export class Collection<Item extends Stamped> {
  private items = new Map<string, Item>();

  get(id: string | null | undefined): Item | undefined {
    return id ? this.items.get(id) : undefined;
  }

  /** @throws EngageRefusal 404 when there is no such record. */
  require(id: string | null | undefined): Item {
    const item = this.get(id);
    if (!item) throw notFound();
    return item;
  }

  add(item: Item): Item {
    this.items.set(item.id, item);
    return item;
  }

  remove(id: string): void {
    this.items.delete(id);
  }

  all(): Item[] {
    return [...this.items.values()];
  }

  filter(test: (item: Item) => boolean): Item[] {
    return this.all().filter(test);
  }

  find(test: (item: Item) => boolean): Item | undefined {
    for (const item of this.items.values()) if (test(item)) return item;
    return undefined;
  }

  /** The newest item that passes the test. */
  findLast(test: (item: Item) => boolean): Item | undefined {
    return this.all().findLast(test);
  }

  load(items: Item[]): void {
    this.items = new Map(items.map((item) => [item.id, item]));
  }
}

/** All data of one Engage domain, in memory; `snapshot` and `restore` keep it across a restart. */
@Injectable()
export class EngageState {
  domainId = '';
  domainName = '';
  switches: Switches = structuredClone(DEFAULT_SWITCHES);
  /** Source id → its Channel SDK settings; native sources have none. */
  sdk: Record<string, SdkSettings> = {};
  /** Native source id → types of structured contents it supports. */
  nativeKinds: Record<string, string[]> = {};

  readonly categories = new Collection<Category>();
  readonly sources = new Collection<Source>();
  readonly communities = new Collection<PlainRecord>();
  readonly channels = new Collection<Channel>();
  readonly identities = new Collection<Identity>();
  readonly threads = new Collection<Thread>();
  readonly contents = new Collection<Content>();
  readonly interventions = new Collection<Intervention>();
  readonly comments = new Collection<PlainRecord>();
  readonly tasks = new Collection<Task>();
  readonly users = new Collection<User>();
  readonly tokens = new Collection<Token>();
  readonly webhooks = new Collection<WebhookRecord>();
  readonly folders = new Collection<PlainRecord>();
  readonly teams = new Collection<PlainRecord>();
  readonly roles = new Collection<PlainRecord>();
  readonly tags = new Collection<PlainRecord>();
  readonly presenceStatuses = new Collection<PlainRecord>();
  readonly identityGroups = new Collection<PlainRecord>();
  readonly customFields = new Collection<PlainRecord>();
  readonly attachments = new Collection<PlainRecord>();
  readonly journal = new Collection<PlainRecord>();
  readonly surveys = new Collection<PlainRecord>();
  readonly surveyResponses = new Collection<PlainRecord>();

  /** The people of the agent desk. */
  agents(): User[] {
    return this.users.filter((user) => user.agent);
  }

  contentsOf(threadId: string): Content[] {
    return this.contents.filter((content) => content.thread_id === threadId);
  }

  /** The open (not closed) intervention of a thread. */
  openIntervention(threadId: string): Intervention | undefined {
    return this.interventions.findLast((item) => item.thread_id === threadId && !item.closed);
  }

  /** The task of a thread that is not done. */
  liveTask(threadId: string): Task | undefined {
    return this.tasks.findLast((task) => task.thread_id === threadId && isLive(task));
  }

  snapshot(): Snapshot {
    const { domainId, domainName, switches, sdk, nativeKinds } = this;
    const collections = Object.fromEntries(this.collections().map(([name, items]) => [name, items.all()]));
    return { domainId, domainName, switches, sdk, nativeKinds, collections };
  }

  restore(snapshot: Snapshot): void {
    this.domainId = snapshot.domainId;
    this.domainName = snapshot.domainName;
    this.switches = { ...structuredClone(DEFAULT_SWITCHES), ...structuredClone(snapshot.switches) };
    this.sdk = snapshot.sdk;
    this.nativeKinds = snapshot.nativeKinds ?? {};
    for (const [name, items] of this.collections()) items.load(snapshot.collections[name] ?? []);
  }

  private collections(): [string, Collection<Stamped>][] {
    return Object.entries(this).filter(
      (entry): entry is [string, Collection<Stamped>] => entry[1] instanceof Collection,
    );
  }
}

export interface Snapshot {
  readonly domainId: string;
  readonly domainName: string;
  readonly switches: Switches;
  readonly sdk: Record<string, SdkSettings>;
  /** Absent in files of older versions. */
  readonly nativeKinds?: Record<string, string[]>;
  /** Bytes of attachments, base64: only in files of older versions. */
  readonly files?: Record<string, string>;
  readonly collections: Record<string, Stamped[]>;
}

export const isLive = (task: Task): boolean => !task.destroyed && task.completed_at === null;
export const isWaiting = (task: Task): boolean => isLive(task) && task.queue === 'global';
export const workbinOf = (agentId: string): string => `workbin_${agentId}`;
