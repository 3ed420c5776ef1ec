import { Module } from '@nestjs/common';
import { ConsolePageController } from './http/console-page.controller.js';
import { HomePageController } from './http/home-page.controller.js';

/** The console of operators and the first page: files for browsers. What they show comes from the admin API, with the operator's own key. */
@Module({ controllers: [HomePageController, ConsolePageController] })
export class ConsoleModule {}
