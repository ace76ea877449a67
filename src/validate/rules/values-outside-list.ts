import { columnsWhere } from '../data/columns.ts';
import { type DataRule, needs } from '../data/probe.ts';
import { exactText, join, sql, value } from '../data/sql.ts';

/** Values that a column's `oneOf` does not have. Case counts, whatever the collation: programs compare exactly. */
export const valuesOutsideList: DataRule = {
  id: 'values-outside-list',
  severity: 'error',
  summary: 'a value is not in the declared list of the column',
  probes: (model) =>
    columnsWhere(model, ({ oneOf }) => oneOf !== undefined).map(({ table, column, declared, ref }) => {
      const values = declared.oneOf ?? [];
      const list = values.map((text) => exactText(model.dialect, value(text)));
      return {
        kind: 'rows',
        table,
        name: column,
        needs: needs(table, column),
        says: `${table.name}.${column} has a value that is not declared`,
        expected: values.join(', '),
        where: sql`${exactText(model.dialect, ref)} NOT IN (${join(list, ', ')})`,
      };
    }),
};
