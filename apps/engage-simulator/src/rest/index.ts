import { AttachmentsController } from './attachments.controller.js';
import { BotsController } from './bots.controller.js';
import { CategoriesController } from './categories.controller.js';
import { ChannelsController } from './channels.controller.js';
import { ContentsController } from './contents.controller.js';
import { CustomFieldsController } from './custom-fields.controller.js';
import { DomainController } from './domain.controller.js';
import { DownloadsController } from './downloads.controller.js';
import { FoldersController } from './folders.controller.js';
import { JournalController } from './journal.controller.js';
import { InterventionsController } from './interventions.controller.js';
import { IdentitiesController } from './identities.controller.js';
import { SourcesController } from './sources.controller.js';
import { StatusController } from './status.controller.js';
import { TasksController } from './tasks.controller.js';
import { ThreadsController } from './threads.controller.js';
import { UsersController } from './users.controller.js';
import { WebhooksController } from './webhooks.controller.js';

/** Every REST resource of the domain. */
export const REST_CONTROLLERS = [
  ...[
    ThreadsController,
    ContentsController,
    InterventionsController,
    TasksController,
    StatusController,
    IdentitiesController,
    UsersController,
  ],
  ...[
    CategoriesController,
    SourcesController,
    ChannelsController,
    DomainController,
    FoldersController,
    CustomFieldsController,
    WebhooksController,
  ],
  ...[AttachmentsController, DownloadsController, BotsController, JournalController],
];
