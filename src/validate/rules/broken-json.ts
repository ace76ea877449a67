import { columnsWhere } from '../data/columns.ts';
import { type DataRule, needs } from '../data/probe.ts';
import { sql } from '../data/sql.ts';

/** Text in a JSON column that is no JSON object or array. */
export const brokenJson: DataRule = {
  id: 'broken-json',
  severity: 'error',
  summary: 'a JSON column holds something else than a JSON object or array',
  probes: (model) =>
    columnsWhere(model, ({ json }) => json === true).map(({ table, column, ref }) => {
      const look = {
        table,
        name: column,
        needs: needs(table, column),
        says: `${table.name}.${column} is no JSON object or array`,
      };
      if (!model.isJson) return { ...look, kind: 'json', column };
      return {
        ...look,
        kind: 'rows',
        // A null in ISJSON and in IS JSON is neither true nor false.
        where:
          model.dialect === 'mssql'
            ? sql`ISJSON(${ref}) = 0`
            : sql`${ref} IS NOT JSON OBJECT AND ${ref} IS NOT JSON ARRAY`,
      };
    }),
};
