import type { Dialect } from '../../schema/model.ts';
import { addedKeys, tableOf } from '../added-objects.ts';
import { keyName, tableLabel } from '../describe.ts';
import { columnNames } from '../keys.ts';
import type { LintedStatement, LintRule } from '../rule.ts';
import { sameTable } from '../schema-state.ts';
import type { TableName } from '../statement.ts';

/** Knex cannot say NONCLUSTERED, and a table has one clustered index. */
export const knexPrimaryClustered: LintRule = {
  id: 'knex-primary-clustered',
  severity: 'error',
  summary: "Knex's primary() is clustered on SQL Server, and another index of the table is to be",
  engine: 'mssql',
  statement: ({ dialect, current, later }, statement) => {
    const table = tableOf(statement);
    if (table === undefined || current.builder !== 'schema') return [];
    const primary = addedKeys(statement).find(({ kind }) => kind === 'primary-key');
    if (primary === undefined || primary.clustered !== undefined) return [];
    const other = clusteredLater(dialect, table, later());
    if (other === undefined) return [];
    return [
      {
        table,
        name: primary.name,
        message: `primary() clusters ${tableLabel(table)}, so that ${other} cannot`,
        advice:
          "Use addPrimaryKey(knex, table, name, ['id']) of quodsi-db/ddl, which is not clustered, and create the clustered index first.",
        place: current.locate(primary.offset, primary.name, ...columnNames(primary)),
      },
    ];
  },
};

/** The clustered index that comes up while the primary key is there. */
function clusteredLater(
  dialect: Dialect,
  table: TableName,
  later: readonly LintedStatement[],
): string | undefined {
  for (const { statement } of later) {
    const its = tableOf(statement);
    if (its === undefined || !sameTable(dialect, its, table)) continue;
    if (statement.kind === 'drop-table' || statement.kind === 'drop-constraint') return undefined;
    const key = addedKeys(statement).find(({ clustered }) => clustered);
    if (key !== undefined) return keyName(key);
  }
  return undefined;
}
