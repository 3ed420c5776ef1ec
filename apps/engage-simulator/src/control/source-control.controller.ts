import { Controller, Param, Put } from '@nestjs/common';
import { badRequest } from '../domain/engage.errors.js';
import { EngageState } from '../domain/state/engage-state.js';
import { kindsOf } from '../domain/event-metadata.js';
import type { Source } from '../domain/state/model.js';
import { STRUCTURED_KINDS } from '../domain/structured/structured-shapes.js';
import { ControlBody, JsonBody } from './json-body.js';

const SECURITY_LEVELS = ['strict', 'relaxed', 'permissive'];

/** Changes of a source by an administrator or by its channel. */
@Controller('_sim/sources/:id')
export class SourceControlController {
  constructor(private readonly state: EngageState) {}

  /**
   * Changes the given members: `type`; `capabilities` of a native source, the structured contents it supports;
   * `permissions`, user id → rights on the source; `attachmentsSecurityLevel`.
   */
  @Put()
  change(@Param('id') id: string, @JsonBody() body: ControlBody): unknown {
    const source = this.state.sources.require(id);
    const level = body.text('attachmentsSecurityLevel') ?? String(source['attachments_security_level']);
    if (!SECURITY_LEVELS.includes(level))
      throw badRequest(`attachmentsSecurityLevel must be one of ${SECURITY_LEVELS.join(', ')}`);
    this.setKinds(source, body.texts('capabilities'));
    this.setPermissions(source, body.value('permissions'));
    Object.assign(source, { type: body.text('type') ?? source.type, attachments_security_level: level });
    return { id, type: source.type, capabilities: kindsOf(this.state, id), attachmentsSecurityLevel: level };
  }

  private setKinds({ id }: Source, kinds: string[] | undefined): void {
    if (!kinds) return;
    if (Object.hasOwn(this.state.sdk, id)) throw badRequest('A Channel SDK source has the capabilities of its SDK');
    const unknown = kinds.find((kind) => !STRUCTURED_KINDS.includes(kind));
    if (unknown !== undefined) throw badRequest(`There is no structured content ${unknown}`);
    this.state.nativeKinds[id] = kinds;
  }

  private setPermissions({ id }: Source, permissions: unknown): void {
    if (permissions === undefined) return;
    if (typeof permissions !== 'object' || permissions === null) throw badRequest('permissions must be an object');
    for (const [userId, rights] of Object.entries(permissions)) {
      if (!Array.isArray(rights) || !rights.every((right) => typeof right === 'string'))
        throw badRequest('permissions must be lists of rights');
      this.state.users.require(userId).sources_permissions[id] = rights;
    }
  }
}
