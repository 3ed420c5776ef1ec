import type { EngageState } from '../state/engage-state.js';
import { forbidden } from '../engage.errors.js';
import type { PlainRecord, User } from '../state/model.js';

/** The rights that a role can grant, by the documented names of a role's members. */
export const RIGHTS = [
  'access_help_center',
  'access_previous_messages',
  'access_pull_mode',
  'admin_stamp_answer',
  'approve_content',
  'ask_an_expert',
  'assign_intervention',
  'author_block_content',
  'close_content_thread',
  'create_and_destroy_extension',
  'create_community',
  'create_content_source',
  'create_user',
  'delay_export_content',
  'delete_content_thread',
  'escalate_to_video',
  'impersonate_user',
  'invite_user',
  'manage_api_access_tokens',
  'manage_app_sdk_applications',
  'manage_automatic_exports_tasks',
  'manage_categories',
  'manage_chat',
  'manage_custom_fields',
  'manage_custom_notifications',
  'manage_emails_templates',
  'manage_folders',
  'manage_ice',
  'manage_identities',
  'manage_own_notifications',
  'manage_reply_assistant',
  'manage_roles',
  'manage_rules_engine_rules',
  'manage_surveys',
  'manage_tags',
  'manage_teams',
  'manage_topologies',
  'manage_users_of_my_teams',
  'monitor_tasks',
  'monitor_team_tasks',
  'mute_content',
  'open_content_thread',
  'publish_content',
  'read_community',
  'read_content_source',
  'read_event',
  'read_export',
  'read_identity',
  'read_own_stats',
  'read_presence',
  'read_stats',
  'read_surveys',
  'read_user',
  'receive_tasks',
  'reply_with_assistant',
  'search_contents',
  'search_event',
  'update_community',
  'update_content_source',
  'update_extension',
  'update_identity',
  'update_intervention',
  'update_own_intervention',
  'update_settings',
  'update_time_sheet',
  'update_user',
  'use_emoji',
] as const;

export type Right = (typeof RIGHTS)[number];

/** For leaders, who only see and edit people of their own teams: a limit, not an additional right. */
const LIMITS: readonly Right[] = ['manage_users_of_my_teams'];

export const EVERY_RIGHT: readonly Right[] = RIGHTS.filter((right) => !LIMITS.includes(right));

/** The members of a role that grants these. */
export const granting = (rights: readonly string[]): Record<string, boolean> =>
  Object.fromEntries(RIGHTS.map((right) => [right, rights.includes(right)]));

export const grants = (role: PlainRecord | undefined, right: Right): boolean => role?.[right] === true;

/** Whether the user's role grants the right. */
export const may = (state: EngageState, user: User, right: Right): boolean =>
  grants(state.roles.get(user.role_id), right);

/** @throws EngageRefusal 403 unless the user's role grants the right. */
export function mustBeAllowed(state: EngageState, user: User, right: Right): void {
  if (!may(state, user, right)) throw forbidden('Not allowed');
}
