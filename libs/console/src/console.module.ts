import { Module } from '@nestjs/common';
import { PagesModule } from '#web';
import { ConsolePageController } from './http/console-page.controller.js';
import { HomePageController } from './http/home-page.controller.js';

/**
 * The console of operators and the first page: files for browsers. They show data of the admin API, requested with the
 * operator's own key.
 */
@Module({ imports: [PagesModule], controllers: [HomePageController, ConsolePageController] })
export class ConsoleModule {}
