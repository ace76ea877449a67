import type { DataRule } from '../data/probe.ts';
import { label, references } from '../data/references.ts';
import { allOf, raw, sql } from '../data/sql.ts';

/** Rows that refer to nothing, whether the foreign key is in force, is not trusted, is disabled or is not there. */
export const orphans: DataRule = {
  id: 'orphans',
  severity: 'error',
  summary: 'a row refers to a row that does not exist',
  probes: (model) =>
    references(model).map(({ table, parent, key, pairs, matches }) => ({
      kind: 'rows',
      table,
      name: key.name,
      needs: pairs,
      says: `${label(table, key.columns)} refers to no row of ${parent.name}`,
      // A key with a null in it refers to nothing, and need not.
      where: allOf([
        ...key.columns.map((column) => sql`${model.ref('r', table, column)} IS NOT NULL`),
        sql`NOT EXISTS (SELECT 1 FROM ${parent.sql} AS ${raw('p')} WHERE ${matches})`,
      ]),
    })),
};
