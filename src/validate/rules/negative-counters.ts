import type { EntityColumn } from '../../entities/entity.ts';
import { columnsWhere } from '../data/columns.ts';
import { type DataRule, needs } from '../data/probe.ts';
import { sql } from '../data/sql.ts';

/** Counts, durations, sizes and limits below zero. */
export const negativeCounters: DataRule = {
  id: 'negative-counters',
  severity: 'error',
  summary: 'a count, duration, size or limit is negative',
  probes: (model) =>
    columnsWhere(model, (declared, _table, column) => isCounter(column, declared)).map(
      ({ table, column, ref }) => ({
        kind: 'rows',
        table,
        name: column,
        needs: needs(table, column),
        says: `${table.name}.${column} is negative`,
        where: sql`${ref} < 0`,
      }),
    ),
};

const counted =
  /^(?:max|min|num|number_of|total)_|_(?:max|min)_|(?:^|_)(?:counts?|counter|seconds|minutes|hours|days|bytes|kb|mb|gb|attempts|limit|quota|size)$/;

function isCounter(
  column: string,
  { type, identity, neverNegative = counted.test(column) }: EntityColumn,
): boolean {
  return (
    (type.kind === 'int' || type.kind === 'bigint' || type.kind === 'decimal') &&
    identity === undefined &&
    neverNegative
  );
}
