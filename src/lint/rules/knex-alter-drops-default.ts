import { tableLabel } from '../describe.ts';
import type { LintRule } from '../rule.ts';
import { findColumn, findTable, sameName } from '../schema-state.ts';

/** Knex has no other call that drops a default. */
export const knexAlterDropsDefault: LintRule = {
  id: 'knex-alter-drops-default',
  severity: 'warning',
  summary: "Knex's alter() drops the default of a column on PostgreSQL, and does not set it again",
  engine: 'postgres',
  statement: ({ schema, dialect, current, later }, statement) => {
    if (statement.kind !== 'drop-default' || current.builder !== 'schema') return [];
    const { table, column } = statement;
    if (findColumn(schema, findTable(schema, table), column)?.default === undefined) return [];
    const given = later().some(
      ({ calls, statement: next }) =>
        calls === current.calls && next.kind === 'set-default' && sameName(dialect, next.column, column),
    );
    if (given) return [];
    return [
      {
        table,
        name: column,
        message: `column ${column} of ${tableLabel(table)} loses its default`,
        advice:
          'Repeat defaultTo() before alter(), or use alterColumn of quodsi-db/ddl, which leaves the default as it is.',
        place: current.locate(statement.offset, column),
      },
    ];
  },
};
