import type { RemovalEffect } from '../../domain/effect.js';
import { agentKey } from '../../domain/owned.js';
import type { RunContext } from './run-context.js';

type Of<Type extends RemovalEffect['type']> = Extract<RemovalEffect, { type: Type }>;

export async function restoreAgent(run: RunContext, effect: Of<'restore-agent'>): Promise<void> {
  const { userId, sourceId, permissions, categoryIds, identityIds } = effect;
  const { engage, notes, ofAgents } = run;
  if (permissions && sourceId !== undefined)
    await engage.call((api, context) => api.setSourcePermissions(userId, sourceId, permissions, context), ofAgents);
  if (categoryIds || identityIds) {
    const lists = { ...(categoryIds && { categoryIds }), ...(identityIds && { identityIds }) };
    await engage.call((api, context) => api.updateUser(userId, lists, context), ofAgents);
  }
  await notes.forget(agentKey(userId));
}

export async function restoreDefaultCategories(
  { engage, notes }: RunContext,
  { sourceId, categoryIds }: Of<'restore-default-categories'>,
): Promise<void> {
  await engage.call((api, context) => api.setDefaultCategories(sourceId, categoryIds, context));
  await notes.forget('default-category');
}

export async function deleteFolder({ engage, notes }: RunContext, { id }: Of<'delete-folder'>): Promise<void> {
  await engage.call((api, context) => api.deleteFolder(id, context));
  await notes.forget('folder');
}

export async function deleteWebhook({ engage, notes }: RunContext, { id }: Of<'delete-webhook'>): Promise<void> {
  await engage.call((api, context) => api.deleteWebhook(id, context));
  await notes.forget('webhook');
}

export async function deleteCategory(
  { engage, notes }: RunContext,
  { role, id }: Of<'delete-category'>,
): Promise<void> {
  await engage.call((api, context) => api.deleteCategory(id, context));
  await notes.forget(`category.${role}`);
}
