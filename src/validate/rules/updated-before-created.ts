import { type DataRule, needs } from '../data/probe.ts';
import { sql } from '../data/sql.ts';

/** Rows that were changed before they were there. */
export const updatedBeforeCreated: DataRule = {
  id: 'updated-before-created',
  severity: 'error',
  summary: 'created_at is after updated_at',
  probes: (model) =>
    model.tables
      .filter(({ entity: { columns } }) => columns.created_at && columns.updated_at)
      .map((table) => ({
        kind: 'rows',
        table,
        name: 'updated_at',
        needs: needs(table, 'created_at', 'updated_at'),
        says: `${table.name}.created_at is after updated_at`,
        where: sql`${model.ref('r', table, 'created_at')} > ${model.ref('r', table, 'updated_at')}`,
      })),
};
