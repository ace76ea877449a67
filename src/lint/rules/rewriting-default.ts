import { tableLabel } from '../describe.ts';
import type { LintRule } from '../rule.ts';
import { mayHaveRows } from '../schema-state.ts';

/** Values that differ from row to row; the present moment is one value for all of them. */
const volatile =
  /\b(?:newid|newsequentialid|rand|crypt_gen_random|gen_random_uuid|uuid_generate_v\d\w*|uuidv\d|random|clock_timestamp|timeofday|nextval)\s*\(|\bnext\s+value\s+for\b/i;

export const rewritingDefault: LintRule = {
  id: 'rewriting-default',
  severity: 'warning',
  summary: 'a column is added whose default differs from row to row, so that every row is written',
  statement: ({ schema, dialect, current }, statement) => {
    if (statement.kind !== 'add-column' || !mayHaveRows(schema, statement.table)) return [];
    const { table, column } = statement;
    if (column.default === undefined || !volatile.test(column.default.sql)) return [];
    // SQL Server leaves the rows of before without a value.
    if (dialect === 'mssql' && column.nullable !== false) return [];
    return [
      {
        table,
        name: column.name,
        message: `adding column ${column.name} writes every row of ${tableLabel(table)}, and nobody else gets at it meanwhile`,
        advice:
          'Add it as NULL without a default, set the default for new rows, fill the others in batches, and make it NOT NULL in a later migration.',
        place: current.locate(column.offset, column.name),
      },
    ];
  },
};
