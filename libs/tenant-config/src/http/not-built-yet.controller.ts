import { Controller, Delete, Get } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiProblems, NotBuiltYet } from '#web';
import { Requires } from './requires.decorator.js';
import { USERS_TAG } from './tags.js';

/** Routes that are agreed but not built: they answer 501. */
@ApiParam({ name: 'slug', example: 'acme' })
@Controller('admin/tenants/:slug')
export class NotBuiltYetController {
  /** Not built yet. */
  @Get('users/:userId/export')
  @Requires('admin')
  @ApiTags(USERS_TAG)
  @ApiParam({ name: 'userId', example: 'user-1' })
  @ApiOperation({ summary: 'Export the data of an end user (not built yet)' })
  @ApiProblems(404, 501)
  exportUser(): never {
    throw new NotBuiltYet();
  }

  /** Not built yet. */
  @Delete('users/:userId')
  @Requires('admin')
  @ApiTags(USERS_TAG)
  @ApiParam({ name: 'userId', example: 'user-1' })
  @ApiOperation({ summary: 'Erase an end user (not built yet)' })
  @ApiProblems(404, 501)
  eraseUser(): never {
    throw new NotBuiltYet();
  }
}
