import { ownerOf } from '../apply-statement.ts';
import { tableLabel } from '../describe.ts';
import { columnNames } from '../keys.ts';
import type { LintRule } from '../rule.ts';
import { sameName } from '../schema-state.ts';

/** Knex's dropUnique sends DROP INDEX on SQL Server, also for what unique() with useConstraint has made. */
export const dropIndexOfConstraint: LintRule = {
  id: 'drop-index-of-constraint',
  severity: 'error',
  summary: 'DROP INDEX of what is a constraint, or DROP CONSTRAINT of what is an index',
  alsoDown: true,
  statement: ({ schema, dialect, current }, statement) => {
    if (statement.kind !== 'drop-index' && statement.kind !== 'drop-constraint') return [];
    const { name } = statement;
    const owner = ownerOf(schema, statement.table, name);
    const key = owner?.keys.find((each) => each.name !== undefined && sameName(dialect, each.name, name));
    if (owner === undefined || key === undefined) return [];
    const asIndex = statement.kind === 'drop-index';
    if (asIndex === (key.kind === 'index')) return [];
    const table = statement.table ?? owner.table;
    return [
      {
        table,
        name,
        message: asIndex
          ? `${name} of ${tableLabel(table)} is a constraint, and cannot be dropped as an index`
          : `${name} of ${tableLabel(table)} is an index, and cannot be dropped as a constraint`,
        advice: asIndex
          ? `Use dropConstraint(knex, '${tableLabel(table)}', '${name}') of quodsi-db/ddl; dropUnique of Knex drops an index on SQL Server.`
          : `Use dropIndex(knex, '${tableLabel(table)}', '${name}') of quodsi-db/ddl.`,
        place: current.locate(statement.offset, name, ...columnNames(key)),
      },
    ];
  },
};
