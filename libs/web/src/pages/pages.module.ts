import { Module } from '@nestjs/common';
import { SharedPageFilesController } from './shared-page-files.controller.js';

/** For modules that serve pages: styles, the sign-in with an admin key, and the script that calls this service. */
@Module({ controllers: [SharedPageFilesController] })
export class PagesModule {}
