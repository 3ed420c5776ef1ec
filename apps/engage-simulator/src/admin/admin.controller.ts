import { Controller, Get, Header, Param } from '@nestjs/common';
import { EngageState } from '../domain/state/engage-state.js';
import { adminHtml, factsHtml, listHtml } from './admin-html.js';
import { AdminLists } from './admin-lists.js';

const HTML = 'text/html; charset=utf-8';

/** The pages of the administration that guides link to. They are read-only; changes are made by REST and by `/_sim`. */
@Controller('admin')
export class AdminController {
  constructor(
    private readonly state: EngageState,
    private readonly lists: AdminLists,
  ) {}

  @Get()
  @Header('content-type', HTML)
  overview(): string {
    const intro = '<p>What this simulated domain has. A real domain has a page with forms for each menu entry.</p>';
    return adminHtml('Administration', [intro, ...this.lists.all().map(listHtml)].join('\n'));
  }

  @Get('categories/:id/edit')
  @Header('content-type', HTML)
  category(@Param('id') id: string): string {
    const { name, parent_id: parent } = this.state.categories.require(id);
    const facts = [
      ['Name', name],
      ['Id', id],
      ['Below', this.state.categories.get(parent)?.name ?? '–'],
    ] as const;
    return adminHtml(`Category ${name}`, factsHtml(facts));
  }
}
