import { tableLabel } from '../describe.ts';
import type { Hit, LintRule, StatementContext } from '../rule.ts';
import { findColumn, findTable } from '../schema-state.ts';
import type { TableName } from '../statement.ts';

/** SQL Server refuses to drop a column while its default is there (error 5074). */
export const knexDropColumnWithDefault: LintRule = {
  id: 'knex-drop-column-with-default',
  severity: 'error',
  summary: 'a column is dropped while its default is still there',
  engine: 'mssql',
  alsoDown: true,
  statement: (context, statement) => {
    if (statement.kind !== 'drop-column') return [];
    const { table, column } = statement;
    const { schema, current } = context;
    const byKnex = current.builder === 'schema';
    const left = !byKnex && findColumn(schema, findTable(schema, table), column)?.default !== undefined;
    if (!left && !(byKnex && knexMissesTable(table))) return [];
    return [hit(context, table, column, byKnex, statement.offset)];
  },
};

/** Knex looks the default up in the right schema, and then drops it from the table of that name without schema or quotes. */
function knexMissesTable({ schema, name }: TableName): boolean {
  return (schema !== undefined && schema.toLowerCase() !== 'dbo') || !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name);
}

function hit(
  { current }: StatementContext,
  table: TableName,
  column: string,
  byKnex: boolean,
  offset: number,
): Hit {
  return {
    table,
    name: column,
    message: byKnex
      ? `dropColumn of Knex cannot drop the default of column ${column} of ${tableLabel(table)}, whose schema or quotes it leaves out`
      : `column ${column} of ${tableLabel(table)} cannot be dropped while its default is there`,
    advice: `Use dropColumn(knex, '${tableLabel(table)}', '${column}') of quodsi-db/ddl, which drops the default first, whatever it is called.`,
    place: current.locate(offset, column),
  };
}
