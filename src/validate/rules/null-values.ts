import { columnsWhere } from '../data/columns.ts';
import type { DataRule } from '../data/probe.ts';
import { sql } from '../data/sql.ts';

/** Nulls that the entity does not allow; only a column that lost its NOT NULL can have them. */
export const nullValues: DataRule = {
  id: 'null-values',
  severity: 'error',
  summary: 'a column that may not be null is',
  probes: (model) =>
    columnsWhere(
      model,
      (declared, table, column) =>
        declared.nullable !== true && model.column(table, column)?.nullable === true,
    ).map(({ table, column, ref }) => ({
      kind: 'rows',
      table,
      name: column,
      needs: [{ table, column }],
      says: `${table.name}.${column} is null`,
      where: sql`${ref} IS NULL`,
    })),
};
