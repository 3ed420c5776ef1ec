import type { SchemaColumn, SchemaRule, SchemaShape } from './schema-shape.js';

/**
 * Changes that may break processes made for the schema `before` on the schema `after`: objects that are missing, have
 * another type, or refuse rows that were accepted. Additions do not affect them.
 */
export function breakingChanges(before: SchemaShape, after: SchemaShape): string[] {
  return [
    ...missing('table', before.tables, after.tables),
    ...[...before.columns].flatMap(([name, column]) => changedColumn(name, column, after)),
    ...[...after.columns].flatMap(([name, column]) => addedColumn(name, column, before)),
    ...missing('function', before.functions.keys(), after.functions),
    ...[...before.functions].flatMap(([name, result]) =>
      (after.functions.get(name) ?? result) === result ? [] : `function ${name} returns something else`,
    ),
    ...missing('right', before.rights, after.rights),
    ...[...after.rules].flatMap(([name, rule]) => addedRule(name, rule, before)),
  ];
}

function missing(what: string, before: Iterable<string>, after: { has(name: string): boolean }): string[] {
  return [...before].filter((name) => !after.has(name)).map((name) => `${what} ${name} is missing`);
}

function changedColumn(name: string, { type, isRequired }: SchemaColumn, { columns }: SchemaShape): string[] {
  const after = columns.get(name);
  if (!after) return [`column ${name} is missing`];
  return [
    ...(after.type === type ? [] : [`column ${name} has the type ${after.type}`]),
    ...(after.isRequired && !isRequired ? [`column ${name} is required`] : []),
  ];
}

/** Statements of the earlier version do not name it. */
function addedColumn(name: string, { table, isRequired, hasDefault }: SchemaColumn, before: SchemaShape): string[] {
  const isNew = before.tables.has(table) && !before.columns.has(name);
  return isNew && isRequired && !hasDefault ? [`column ${name} is required`] : [];
}

/** A rule about only new columns affects only processes that use them. */
function addedRule(name: string, { table, definition, columns }: SchemaRule, before: SchemaShape): string[] {
  if (!before.tables.has(table) || before.rules.get(name)?.definition === definition) return [];
  const isOfNewOnes = columns.length > 0 && columns.every((column) => !before.columns.has(`${table}.${column}`));
  return isOfNewOnes ? [] : [`rule ${name} is new`];
}
