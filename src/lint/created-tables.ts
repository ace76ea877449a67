import type { LintedMigration, Place } from './rule.ts';
import { findTable, type SchemaState, type TableState } from './schema-state.ts';
import type { StatementOf, TableName } from './statement.ts';

export interface CreatedTable {
  readonly state: TableState;
  /** As it is written. */
  readonly table: TableName;
  readonly statement: StatementOf<'create-table'>;
  readonly place: Place;
}

/** The tables that a migration leaves behind and were not there before, with where they are created. */
export function createdHere(migration: LintedMigration, after: SchemaState): CreatedTable[] {
  return migration.up.flatMap(({ statement, locate }) => {
    if (statement.kind !== 'create-table') return [];
    const state = findTable(after, statement.table);
    if (state === undefined || state.temporary || state.createdIn !== migration.name) return [];
    return [{ state, table: statement.table, statement, place: locate(statement.offset) }];
  });
}
