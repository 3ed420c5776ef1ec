import { PresenceStatusesController } from './administration/presence-statuses.controller.js';
import { RolesController } from './administration/roles.controller.js';
import { TagsController } from './administration/tags.controller.js';
import { TeamsController } from './administration/teams.controller.js';
import { IdentityGroupsController } from './customers/identity-groups.controller.js';
import { AttachmentsController } from './attachments.controller.js';
import { BotsController } from './bots.controller.js';
import { CategoriesController } from './administration/categories.controller.js';
import { ChannelsController } from './administration/channels.controller.js';
import { ContentsController } from './contents.controller.js';
import { CustomFieldsController } from './administration/custom-fields.controller.js';
import { DomainController } from './domain.controller.js';
import { DownloadsController } from './downloads.controller.js';
import { FoldersController } from './administration/folders.controller.js';
import { JournalController } from './journal.controller.js';
import { InterventionsController } from './interventions.controller.js';
import { IdentitiesController } from './customers/identities.controller.js';
import { SourcesController } from './administration/sources.controller.js';
import { StatusController } from './status.controller.js';
import { TasksController } from './tasks.controller.js';
import { ThreadsController } from './threads.controller.js';
import { UsersController } from './administration/users.controller.js';
import { WebhooksController } from './administration/webhooks.controller.js';

const DESK_CONTROLLERS = [
  ThreadsController,
  ContentsController,
  InterventionsController,
  TasksController,
  StatusController,
  IdentitiesController,
  IdentityGroupsController,
];

const ADMINISTRATION_CONTROLLERS = [
  CategoriesController,
  SourcesController,
  ChannelsController,
  DomainController,
  FoldersController,
  CustomFieldsController,
  WebhooksController,
  UsersController,
  TeamsController,
  RolesController,
  TagsController,
  PresenceStatusesController,
];

/** Every REST resource of the domain. */
export const REST_CONTROLLERS = [
  ...DESK_CONTROLLERS,
  ...ADMINISTRATION_CONTROLLERS,
  AttachmentsController,
  DownloadsController,
  BotsController,
  JournalController,
];
