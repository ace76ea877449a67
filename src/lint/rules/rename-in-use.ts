import { ownerOf } from '../apply-statement.ts';
import { tableLabel } from '../describe.ts';
import type { Hit, LintRule } from '../rule.ts';
import { findColumn, findTable, mayHaveRows, type SchemaState } from '../schema-state.ts';
import type { Statement } from '../statement.ts';

/** What runs at the time knows the old name only: it fails between the migration and its own restart. */
export const renameInUse: LintRule = {
  id: 'rename-in-use',
  severity: 'warning',
  summary: 'a table or column is renamed that a running version uses',
  statement: ({ schema, migration, current }, statement) => {
    const hit = renamed(schema, migration.name, statement);
    return hit === undefined ? [] : [{ ...hit, place: current.locate(statement.offset, hit.name) }];
  },
};

function renamed(
  schema: SchemaState,
  migration: string,
  statement: Statement,
): Omit<Hit, 'place'> | undefined {
  if (statement.kind === 'rename-table') {
    const { table, to } = statement;
    const state = findTable(schema, table);
    const isConstraint = state === undefined && ownerOf(schema, undefined, table.name) !== undefined;
    if (isConstraint || looksLikeConstraint(table.name) || !mayHaveRows(schema, table)) return undefined;
    return {
      table,
      message: `table ${tableLabel(table)} is renamed to ${to}`,
      advice: `Expand and contract: leave a view ${table.name} behind until no running version uses it, or create ${to}, write to both, and drop ${table.name} in a later migration.`,
    };
  }
  if (statement.kind !== 'rename-column') return undefined;
  const { table, column, to } = statement;
  const state = findTable(schema, table);
  if (!mayHaveRows(schema, table) || findColumn(schema, state, column)?.addedIn === migration)
    return undefined;
  return {
    table,
    name: column,
    message: `column ${column} of ${tableLabel(table)} is renamed to ${to}`,
    advice: `Expand and contract: add ${to}, let the application write to both and fill the rows, move reads over, and drop ${column} in a later migration.`,
  };
}

/** sp_rename says OBJECT for constraints too, and those of before every migration are not known. */
const looksLikeConstraint = (name: string) => /^(?:pk|fk|uq|ck|df|ix|ak)_/i.test(name);
