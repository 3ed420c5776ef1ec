import { Injectable } from '@nestjs/common';
import { Attachments } from '../domain/files/attachments.js';
import { type Collection, EngageState } from '../domain/state/engage-state.js';
import type { Category, PlainRecord, Source, User } from '../domain/state/model.js';
import type { AdminList } from './admin-html.js';

/** What an administrator of the domain sees, as lists. */
@Injectable()
export class AdminLists {
  constructor(
    private readonly state: EngageState,
    private readonly attachments: Attachments,
  ) {}

  all(): AdminList[] {
    return [
      ...this.channels(),
      this.categories(),
      this.folders(),
      ...this.people(),
      this.identities(),
      ...this.tools(),
    ];
  }

  private channels(): AdminList[] {
    const { communities, sources, channels } = this.state;
    return [
      {
        title: 'Community profiles',
        menu: 'Admin > Channels > Community profiles',
        columns: ['Name', 'Id'],
        rows: communities.all().map(({ id, name }) => [String(name), id]),
      },
      {
        title: 'Channels (older: sources)',
        menu: 'Admin > Channels > Channels',
        columns: [
          'Name',
          'Id',
          'Type',
          'Status',
          'Default categories',
          'Base URI',
          'Realtime endpoint URL',
          'Access token',
        ],
        rows: sources.all().map((source) => this.source(source)),
        change:
          'Save a channel: `curl -X PUT -H "Content-Type: application/json" -d \'{"baseUri":"…"}\' ' +
          `${this.attachments.publicUrl}/_sim/source\``,
      },
      {
        title: 'Channel groups',
        menu: 'Admin > Routing > Channel groups',
        columns: ['Name', 'Id', 'Channels'],
        rows: channels.all().map(({ id, name, source_ids: ids }) => [name, id, this.names(sources, ids)]),
      },
    ];
  }

  private source(source: Source): string[] {
    const { id, name, type, active, status, error_message: error, default_category_ids: categories } = source;
    const sdk = this.state.sdk[id];
    const endpoint = sdk ? `${this.attachments.publicUrl}/realtime/sdk/${id}` : '';
    const shown = `${active ? status : 'inactive'}${error === null ? '' : `: ${error}`}`;
    const named = this.names(this.state.categories, categories);
    return [name, id, type, shown, named, sdk?.base_uri ?? '', endpoint, sdk?.access_token ?? ''];
  }

  private categories(): AdminList {
    const { categories } = this.state;
    return {
      title: 'Categories',
      menu: 'Admin > Routing > Categories',
      columns: ['Name', 'Id', 'Below'],
      rows: categories.all().map(({ id, name, parent_id: parent }) => [name, id, categories.get(parent)?.name ?? '']),
      pageOf: ([, id = '']) => `/admin/categories/${id}/edit`,
    };
  }

  private folders(): AdminList {
    return {
      title: 'Inboxes (older: folders)',
      menu: 'Admin > Routing > Inboxes',
      columns: ['Name', 'Id'],
      rows: this.state.folders.all().map((folder) => [nameOf(folder) ?? '', folder.id]),
    };
  }

  private people(): AdminList[] {
    const { teams, users } = this.state;
    return [
      {
        title: 'Agents',
        menu: 'Admin > Users > Agents',
        columns: ['Name', 'Id', 'E-mail', 'Categories', 'Teams', 'Permissions on channels', 'Identities'],
        rows: users.all().map((user) => this.user(user)),
      },
      {
        title: 'Teams',
        menu: 'Admin > Users > Teams',
        columns: ['Name', 'Id'],
        rows: teams.all().map(({ id, name }) => [String(name), id]),
      },
    ];
  }

  private user(user: User): string[] {
    const { id, email, category_ids: skills, team_ids: teams, identity_ids: identities } = user;
    const rights = Object.entries(user.sources_permissions)
      .filter(([, list]) => list.length > 0)
      .map(([sourceId, list]) => `${this.state.sources.get(sourceId)?.name ?? sourceId}: ${list.join(', ')}`);
    const { categories, identities: known } = this.state;
    const written = identities.map((identity) => known.get(identity)?.screenname ?? identity).join(', ');
    const name = `${user.firstname} ${user.lastname}${user.enabled ? '' : ' (disabled)'}`;
    return [
      name,
      id,
      email,
      this.names(categories, skills),
      this.names(this.state.teams, teams),
      rights.join('; '),
      written,
    ];
  }

  /** Without customers' identities, which would fill the page. */
  private identities(): AdminList {
    const own = this.state.identities.filter(({ puppetizable, controlled }) => puppetizable || controlled);
    return {
      title: 'Identities of your company',
      menu: 'Admin > Digital > Identities',
      columns: ['Name', 'Id', 'Id in the channel', 'Controlled'],
      rows: own.map(({ id, screenname, foreign_id: foreign, controlled }) => [
        screenname,
        id,
        foreign,
        controlled ? 'yes' : 'no',
      ]),
      change: `Mark one as controlled: \`curl -X POST ${this.attachments.publicUrl}/_sim/identities/<id in the channel>/control\``,
    };
  }

  private tools(): AdminList[] {
    const { tokens, users, webhooks } = this.state;
    return [
      {
        title: 'API access tokens',
        menu: 'Admin > Dev tools > API access tokens',
        columns: ['Token', 'User'],
        rows: tokens.all().map(({ value, user_id: userId }) => {
          const user = users.get(userId);
          return [value, user ? `${user.firstname} ${user.lastname}` : userId];
        }),
      },
      {
        title: 'Webhooks',
        menu: 'Admin > Dev tools > Webhooks',
        columns: ['Name', 'Id', 'Status', 'URL', 'Events'],
        rows: webhooks
          .all()
          .map(({ name, id, webhook_status: status, url, registered_events: events }) => [
            name,
            id,
            status,
            url,
            events.join(', '),
          ]),
      },
    ];
  }

  private names(known: Collection<PlainRecord | Category | Source>, ids: readonly string[]): string {
    return ids.map((id) => nameOf(known.get(id)) ?? id).join(', ');
  }
}

function nameOf(record: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const name = record?.['name'] ?? record?.['label'];
  return typeof name === 'string' ? name : undefined;
}
